using CustomerGrains.Cli.Output;

namespace CustomerGrains.Cli.Import;

/// <summary>What an import came to; its properties are the JSON that <c>--json</c> prints.</summary>
internal sealed record ImportSummary
{
    public required string File { get; init; }

    public long Rows { get; init; }

    public long Filtered { get; init; }

    public long Unmapped { get; init; }

    /// <summary>Rows that repeated a subscriber, with --distinct.</summary>
    public long Repeated { get; init; }

    public long Registered { get; init; }

    public long Refused { get; init; }

    public double Seconds { get; init; }

    /// <summary>The summary for people.</summary>
    public void Write(TextWriter writer)
    {
        writer.WriteLine($"{File}: {Terminal.Count(Rows)} rows, filtered {Terminal.Count(Filtered)}, unmapped {Terminal.Count(Unmapped)}, repeated {Terminal.Count(Repeated)}");
        writer.WriteLine($"registered {Terminal.Count(Registered)}, refused {Terminal.Count(Refused)}, {Seconds:0.00} s");
    }
}
