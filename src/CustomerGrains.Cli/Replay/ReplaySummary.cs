using CustomerGrains.Cli.Output;
using CustomerGrains.Client;

namespace CustomerGrains.Cli.Replay;

/// <summary>What a replay came to; its properties are the JSON that <c>--json</c> prints.</summary>
internal sealed record ReplaySummary
{
    public required string File { get; init; }

    public required string Source { get; init; }

    public required string Stream { get; init; }

    /// <summary>Streams that the records went in.</summary>
    public int Streams { get; init; } = 1;

    public long Rows { get; init; }

    public long Filtered { get; init; }

    public long Unmapped { get; init; }

    public long Records { get; init; }

    public long Batches { get; init; }

    public long Received { get; init; }

    public long Applied { get; init; }

    public long Duplicate { get; init; }

    public long Conflict { get; init; }

    public long Rejected { get; init; }

    public long Replayed { get; init; }

    public required IReadOnlyDictionary<string, long> Reasons { get; init; }

    public double Seconds { get; init; }

    public double RecordsPerSecond { get; init; }

    public double AckP50Ms { get; init; }

    public double AckP99Ms { get; init; }

    public int Connections { get; init; }

    public bool Reconciled => Problems.Count == 0;

    public required IReadOnlyList<string> Problems { get; init; }

    public required SourceNumbers SourceTotal { get; init; }

    internal required IReadOnlyList<(string Kind, long Count, long FirstLine)> Exceptions { get; init; }

    /// <summary>The summary for people.</summary>
    public void Write(TextWriter writer)
    {
        writer.WriteLine($"{File}: {Terminal.Count(Rows)} rows, {Terminal.Count(Records)} records in {Terminal.Count(Batches)} batches, filtered {Terminal.Count(Filtered)}, unmapped {Terminal.Count(Unmapped)}");
        writer.WriteLine($"source {Source}, stream {Stream}{(Streams > 1 ? $" in {Streams} parts" : "")}");
        writer.WriteLine(Numbers.Sum(Received, Applied, Duplicate, Conflict, Rejected));
        foreach (var (kind, count, line) in Exceptions) writer.WriteLine($"  {kind}: {Terminal.Count(count)}, first on line {line}");
        if (Replayed > 0) writer.WriteLine($"replayed {Terminal.Count(Replayed)}: complete before, counted nothing");
        writer.WriteLine($"{Seconds:0.00} s, {Terminal.Rate(RecordsPerSecond)} records/s, ack p50 {AckP50Ms:0.0} ms, p99 {AckP99Ms:0.0} ms, connections {Connections}");
        writer.WriteLine(Reconciled ? $"reconciles with the server: the source has {SourceTotal}" : $"DOES NOT RECONCILE; the source has {SourceTotal}");
        foreach (var problem in Problems) writer.WriteLine($"  {problem}");
    }
}
