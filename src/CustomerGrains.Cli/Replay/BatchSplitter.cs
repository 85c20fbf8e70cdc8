using CustomerGrains.Cli.Replay.Ordering;

namespace CustomerGrains.Cli.Replay;

/// <summary>
/// Puts records into the batches of their parts, in the order in which the batches get full, and at the end what is left. The same
/// records in the same order give the same batches.
/// </summary>
internal sealed class BatchSplitter(IRecordSequence records, int parts, int batchSize) : IDisposable
{
    private readonly ReplayBatch?[] _open = new ReplayBatch?[parts];
    private int _flushed;

    /// <summary>The next batch, or null at the end. It is the caller's.</summary>
    public ReplayBatch? Next()
    {
        while (_flushed == 0 && records.TryNext(out var record))
        {
            var batch = _open[record.Part] ??= new ReplayBatch(record.Part, batchSize);
            batch.Add(record);
            if (!batch.IsFull) continue;
            _open[record.Part] = null;
            return batch;
        }

        while (_flushed < parts)
        {
            var rest = _open[_flushed];
            _open[_flushed++] = null;
            if (rest is not null) return rest;
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var batch in _open) batch?.Dispose();
        records.Dispose();
    }
}
