using CustomerGrains.Storage;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Hosting;

/// <summary>Has the youngest generation collected before the runtime would, while that costs little. A collection stops every call for as long as it takes to
/// look at what was written since the last one: at a rated feed a screen-pop would wait a tenth of a second for the runtime's own, and waits some
/// milliseconds for these. While intake is full, or collections take much of the time as during an import, the runtime's few large ones cost less in all.</summary>
internal sealed class ShortPauses(IIntakeLoad load, TimeProvider time) : BackgroundService
{
    /// <summary>Bytes allocated from one to the next.</summary>
    private const long Interval = 2 << 20;

    /// <summary>Of the last second, spent in collections: beyond it none is asked for.</summary>
    private const double MaxShare = 0.1;

    /// <summary>Between two looks at how much was allocated.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private long _secondBegan;
    private TimeSpan _pausesThen;
    private bool _isCheap;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Step, time);
        (_secondBegan, _pausesThen) = (time.GetTimestamp(), GC.GetTotalPauseDuration());
        var (allocated, collections) = (GC.GetTotalAllocatedBytes(), GC.CollectionCount(0));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Look();
            var isOurTurn = GC.CollectionCount(0) == collections;
            if (isOurTurn && GC.GetTotalAllocatedBytes() - allocated < Interval) continue;
            if (isOurTurn && _isCheap && !load.IsFull) GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            (allocated, collections) = (GC.GetTotalAllocatedBytes(), GC.CollectionCount(0));
        }
    }

    private void Look()
    {
        var elapsed = time.GetElapsedTime(_secondBegan);
        if (elapsed < Second) return;
        var pauses = GC.GetTotalPauseDuration();
        _isCheap = (pauses - _pausesThen) / elapsed < MaxShare;
        (_secondBegan, _pausesThen) = (time.GetTimestamp(), pauses);
    }
}
