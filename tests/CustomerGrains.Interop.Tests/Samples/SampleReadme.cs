namespace CustomerGrains.Interop.Tests.Samples;

/// <summary>The README of a sample.</summary>
internal static class SampleReadme
{
    /// <summary>Tests that make Python's stubs, where the README says: one at a time.</summary>
    public const string Stubs = "stubs";

    /// <summary>The lines that it says to type into a shell, in their order.</summary>
    /// <param name="sample">Folder under protos/samples.</param>
    /// <param name="section">0 = before the first heading of second level, 1 = below that, and so on.</param>
    public static async Task<List<string>> CommandsAsync(string sample, int section)
    {
        var text = await File.ReadAllTextAsync(Repository.PathOf($"protos/samples/{sample}/README.md"));
        var lines = new List<string>();
        var isShell = false;
        foreach (var line in text.Split("\n## ")[section].Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) isShell = line == "```sh";
            else if (isShell) lines.Add(line);
        }
        return lines;
    }
}
