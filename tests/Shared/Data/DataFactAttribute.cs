namespace CustomerGrains.Tests;

/// <summary>A test on real data that is not part of the repository: CG_DATA names its folder; without it the one in
/// <c>../shared/data</c> is looked for. Skipped, with the reason, when the file is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DataFactAttribute : FactAttribute
{
    public DataFactAttribute(string file)
    {
        if (Find(file) is null) Skip = $"There is no {file}: set CG_DATA to the folder of the test data.";
    }

    public static string? Find(string file)
    {
        if (Environment.GetEnvironmentVariable("CG_DATA") is { Length: > 0 } data) return Existing(Path.Combine(data, file));
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (Existing(Path.Combine(directory.FullName, "shared", "data", file)) is { } found) return found;
        return null;
    }

    private static string? Existing(string path) => File.Exists(path) ? path : null;
}
