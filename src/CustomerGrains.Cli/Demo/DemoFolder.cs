namespace CustomerGrains.Cli.Demo;

/// <summary>The folder of a demo's store: the caller's, which stays, or a temporary one, which goes.</summary>
internal sealed class DemoFolder : IDisposable
{
    private readonly bool _temporary;

    private DemoFolder(string path, bool temporary)
    {
        Path = path;
        _temporary = temporary;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Makes it.</summary>
    /// <exception cref="CliException">The caller's folder has something in it: the demo's numbers are those of a fresh store.</exception>
    public static DemoFolder Make(string? path)
    {
        if (path is null) return new DemoFolder(Directory.CreateTempSubdirectory("customergrains-").FullName, temporary: true);
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new CliException($"{path} is not empty; a demo needs a fresh folder. To serve what is in it: customergrains serve --data {path} --clock stream", CliException.Usage);
        }

        return new DemoFolder(Directory.CreateDirectory(path).FullName, temporary: false);
    }

    public void Dispose()
    {
        if (_temporary) Directory.Delete(Path, recursive: true);
    }
}
