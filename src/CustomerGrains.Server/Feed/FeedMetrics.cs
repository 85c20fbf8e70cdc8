using System.Diagnostics.Metrics;
using CustomerGrains.Domain.Sources;

namespace CustomerGrains.Server.Feed;

/// <summary>What the feed has taken since the server started.</summary>
public sealed class FeedMetrics : IDisposable
{
    public const string MeterName = "CustomerGrains.Feed";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _records;
    private long _applied;
    private long _duplicate;
    private long _conflict;
    private long _rejected;

    public FeedMetrics() => _records = _meter.CreateCounter<long>("customergrains.feed.records", "{record}", "Records acknowledged, by outcome.");

    public BatchCounts Totals => new(Interlocked.Read(ref _applied), Interlocked.Read(ref _duplicate), Interlocked.Read(ref _conflict), Interlocked.Read(ref _rejected));

    public void Acknowledged(in BatchCounts counts)
    {
        Add(ref _applied, counts.Applied, "applied");
        Add(ref _duplicate, counts.Duplicate, "duplicate");
        Add(ref _conflict, counts.Conflict, "conflict");
        Add(ref _rejected, counts.Rejected, "rejected");
    }

    public void Dispose() => _meter.Dispose();

    private void Add(ref long total, long count, string outcome)
    {
        if (count == 0) return;
        Interlocked.Add(ref total, count);
        _records.Add(count, new KeyValuePair<string, object?>("outcome", outcome));
    }
}
