namespace CustomerGrains.Storage.ReadModel;

/// <summary>How many rows a batch may have: more and more while this process leaves processors idle, so that an import is soon in search, and few while
/// intake needs them.</summary>
internal sealed class BatchPace(ReadModelOptions options, TimeProvider time)
{
    /// <summary>Of all processors, used by this process since the batch before.</summary>
    private const double BusyShare = 0.9;
    private const double IdleShare = 0.8;

    private int _rows = options.MaxRowsPerBatch;
    private long _stamp = time.GetTimestamp();
    private TimeSpan _cpu = Environment.CpuUsage.TotalTime;

    /// <summary>For the next batch.</summary>
    public int Next()
    {
        var elapsed = time.GetElapsedTime(_stamp);
        if (elapsed < options.BatchInterval / 2) return _rows;
        var cpu = Environment.CpuUsage.TotalTime;
        var share = (cpu - _cpu) / elapsed / Environment.ProcessorCount;
        if (share > BusyShare) _rows = Math.Max(_rows / 2, options.MaxRowsPerBatch);
        if (share < IdleShare) _rows = Math.Max(Math.Min(_rows * 2, options.MaxRowsPerIdleBatch), options.MaxRowsPerBatch);
        (_stamp, _cpu) = (time.GetTimestamp(), cpu);
        return _rows;
    }
}
