using System.Diagnostics.Metrics;
using CustomerGrains.Domain.Time;
using CustomerGrains.Server.Insights;
using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Server.Telemetry;

/// <summary>How far what is known about customers is behind usage, read when somebody asks.</summary>
public sealed class InsightMetrics : IDisposable
{
    public const string MeterName = "CustomerGrains.Insights";

    private readonly Meter _meter = new(MeterName);

    public InsightMetrics(ReviewQueue reviews, ReadModelWriter rows, IBusinessClock clock)
    {
        _meter.CreateObservableGauge("customergrains.reviews.waiting", () => reviews.Count, "{subscriber}", "Subscribers that changed and wait for their review.");
        _meter.CreateObservableGauge("customergrains.reviews.delay", () => reviews.LongestWait.TotalSeconds, "s", "How long the one has waited that has waited longest; half a second is wanted.");
        _meter.CreateObservableGauge("customergrains.search.waiting", () => rows.Waiting, "{subscriber}", "Subscribers whose rows wait to be written.");
        _meter.CreateObservableGauge("customergrains.search.delay", () => Math.Max(0, clock.Now - rows.AsOf) / 1_000.0, "s", "Business time by which search and reports are behind.");
    }

    public void Dispose() => _meter.Dispose();
}
