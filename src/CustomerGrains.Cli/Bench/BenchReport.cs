namespace CustomerGrains.Cli.Bench;

/// <summary>What <c>bench path</c> measured; its properties are the JSON that <c>--json</c> prints.</summary>
internal sealed record BenchReport
{
    public required Machine Machine { get; init; }

    public required BenchOptions Options { get; init; }

    public double Seconds { get; init; }

    public long Records { get; init; }

    public double RecordsPerSecond { get; init; }

    public double BytesPerRecord { get; init; }

    public double AckP50Ms { get; init; }

    public double AckP99Ms { get; init; }

    public double AckMaxMs { get; init; }

    public double CpuShare { get; init; }

    public double WrittenBytesPerRecord { get; init; }

    public ulong Commits { get; init; }

    public ulong Checkpoints { get; init; }

    public ulong SegmentsTrimmed { get; init; }

    public required IReadOnlyList<BenchSample> Samples { get; init; }

    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>The report for people.</summary>
    public void Write(TextWriter writer)
    {
        writer.WriteLine(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Records:N0} records of {BytesPerRecord:0.0} bytes in {Seconds:0.0} s: {RecordsPerSecond:N0} records/s acknowledged; ack p50 {AckP50Ms:0.0} ms, p99 {AckP99Ms:0.0} ms, max {AckMaxMs:0} ms"));
        writer.WriteLine(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"CPU {CpuShare:P0} of {Machine.Cores} cores, {WrittenBytesPerRecord:0} bytes written per record, {Commits:N0} commits, {Checkpoints} checkpoints, {SegmentsTrimmed} segments trimmed"));
        writer.WriteLine(Problems.Count == 0 ? "Reconciles with the server." : "DOES NOT RECONCILE:");
        foreach (var problem in Problems) writer.WriteLine($"  {problem}");
    }
}
