using System.Diagnostics.Metrics;
using CustomerGrains.Storage;

namespace CustomerGrains.Server.Telemetry;

/// <summary>What the store does, read when somebody asks.</summary>
public sealed class StoreMetrics : IDisposable
{
    public const string MeterName = "CustomerGrains.Store";

    private readonly Meter _meter = new(MeterName);

    public StoreMetrics(IStore store)
    {
        _meter.CreateObservableCounter("customergrains.store.commits", () => store.Statistics.Commits, "{commit}", "Group commits.");
        _meter.CreateObservableCounter("customergrains.store.checkpoints", () => store.Statistics.Checkpoints, "{pass}", "Passes that moved log segments into snapshots and history.");
        _meter.CreateObservableCounter("customergrains.store.log.written", () => store.Statistics.LogBytes, "By", "Bytes of entries written to the log.");
        _meter.CreateObservableGauge("customergrains.store.log.segments", () => store.Statistics.Segments, "{segment}", "Segments in the log: what is not yet in snapshots.");
        _meter.CreateObservableGauge("customergrains.store.history.size", () => store.Statistics.HistoryBytes, "By", "Bytes of history on disk.");
        _meter.CreateObservableCounter("customergrains.store.history.dropped", () => store.Statistics.HistoryFilesDropped, "{file}", "History files that were past their time or too many.");
        _meter.CreateObservableGauge("customergrains.store.pending", () => store.Log.PendingBytes, "By", "Bytes appended and not yet durable.");
        _meter.CreateObservableGauge("customergrains.store.failing", () => store.Log.Failure is null ? 0 : 1, "1", "1 while commits fail: intake is refused.");
    }

    public void Dispose() => _meter.Dispose();
}
