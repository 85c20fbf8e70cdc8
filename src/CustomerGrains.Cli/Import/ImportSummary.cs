using CustomerGrains.Cli.Output;

namespace CustomerGrains.Cli.Import;

/// <summary>What an import came to; its properties are the JSON that <c>--json</c> prints. Rows count in each of the targets that the mapping
/// makes of them.</summary>
internal sealed record ImportSummary(string File, IReadOnlyList<ImportCounts> Targets)
{
    /// <summary>Of one reading of the file.</summary>
    public long Rows => Targets.Max(static one => one.Rows);

    public long Filtered => Targets.Sum(static one => one.Filtered);

    public long Unmapped => Targets.Sum(static one => one.Unmapped);

    /// <summary>Rows that repeated something, with --distinct.</summary>
    public long Repeated => Targets.Sum(static one => one.Repeated);

    /// <summary>Registered, described, recorded.</summary>
    public long Registered => Targets.Sum(static one => one.Done);

    /// <summary>Of those, what was known before and changed nothing; subscribers are not asked.</summary>
    public long Known => Targets.Sum(static one => one.Known);

    public long Refused => Targets.Sum(static one => one.Refused);

    public double Seconds { get; init; }

    /// <summary>The summary for people.</summary>
    public void Write(TextWriter writer)
    {
        foreach (var one in Targets)
        {
            writer.WriteLine($"{File}{(Targets.Count > 1 ? $", {one.Target}" : "")}: {Terminal.Count(one.Rows)} rows, filtered {Terminal.Count(one.Filtered)}, unmapped {Terminal.Count(one.Unmapped)}, repeated {Terminal.Count(one.Repeated)}");
        }

        writer.WriteLine($"{(Targets is [{ Target: "subscriber" }] ? "registered" : "imported")} {Terminal.Count(Registered)}{(Known > 0 ? $" ({Terminal.Count(Known)} known before)" : "")}, refused {Terminal.Count(Refused)}, {Seconds:0.00} s");
    }
}
