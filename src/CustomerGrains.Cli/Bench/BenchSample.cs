namespace CustomerGrains.Cli.Bench;

/// <summary>A line of a benchmark's report: what happened since the line before.</summary>
/// <param name="Second">Since the start.</param>
/// <param name="RecordsPerSecond">Acknowledged.</param>
/// <param name="AckP50Ms">Of all answers so far.</param>
/// <param name="AckP99Ms">Of all answers so far.</param>
/// <param name="CpuShare">Processor time of this process per second and core; the server's included when it is in this process.</param>
/// <param name="WrittenMbPerSecond">Written to storage by this process.</param>
/// <param name="WorkingSetMb">Memory of this process.</param>
/// <param name="Checkpoints">By the server, in all.</param>
/// <param name="SegmentsTrimmed">By the server, in all.</param>
/// <param name="ActiveGrains">In the server.</param>
internal sealed record BenchSample(
    double Second,
    double RecordsPerSecond,
    double AckP50Ms,
    double AckP99Ms,
    double CpuShare,
    double WrittenMbPerSecond,
    double WorkingSetMb,
    ulong Checkpoints,
    ulong SegmentsTrimmed,
    ulong ActiveGrains)
{
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Second,6:0} s  {RecordsPerSecond,11:N0} records/s  ack p50 {AckP50Ms,7:0.0} ms  p99 {AckP99Ms,7:0.0} ms  CPU {CpuShare,4:P0}  {WrittenMbPerSecond,6:0.0} MB/s written  {WorkingSetMb,7:N0} MB  checkpoints {Checkpoints}  trimmed {SegmentsTrimmed}  grains {ActiveGrains:N0}");
}
