namespace CustomerGrains.Cli.Tests;

/// <summary>A test that needs the real data sets; skipped, with the reason, where <c>CG_DATA</c> does not name their folder.</summary>
public sealed class DataFactAttribute : FactAttribute
{
    public DataFactAttribute()
    {
        if (Folder is null) Skip = "CG_DATA does not name the folder of the data sets.";
    }

    public static string? Folder { get; } = Environment.GetEnvironmentVariable("CG_DATA") is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;
}
