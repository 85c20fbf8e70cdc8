using CustomerGrains.Client;

namespace CustomerGrains.Cli.Output;

/// <summary>Answered records and how long the answers took, over one or several publishers. Safe for use by several threads.</summary>
internal sealed class FeedMeter(TimeProvider timeProvider)
{
    private readonly long _started = timeProvider.GetTimestamp();
    private long _acked;
    private long _replayed;

    /// <summary>From the first write to the answer, per batch.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>Records answered.</summary>
    public long Acked => Interlocked.Read(ref _acked);

    /// <summary>Of them, records of batches that had been complete before.</summary>
    public long Replayed => Interlocked.Read(ref _replayed);

    /// <summary>Since the meter was made.</summary>
    public TimeSpan Elapsed => timeProvider.GetElapsedTime(_started);

    /// <summary>Answered records a second over all the time.</summary>
    public double Rate => Acked / Math.Max(1e-9, Elapsed.TotalSeconds);

    /// <summary>Enters an answer.</summary>
    public void Add(UsageAck ack)
    {
        Interlocked.Add(ref _acked, ack.Records);
        if (ack.Counted) Latency.Add(ack.Latency);
        else Interlocked.Add(ref _replayed, ack.Records);
    }

    /// <summary>One line for a progress report.</summary>
    public string Line(long? total) =>
        $"{Terminal.Count(Acked)}{(total is { } all ? $" of {Terminal.Count(all)}" : "")} records acknowledged, {Terminal.Rate(Rate)} records/s, ack p50 {Terminal.Milliseconds(Latency.Quantile(0.5))} ms, p99 {Terminal.Milliseconds(Latency.Quantile(0.99))} ms";
}
