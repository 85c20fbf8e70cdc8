using CustomerGrains.Cli.Mapping;
using CustomerGrains.Client;

namespace CustomerGrains.Cli.Replay;

/// <summary>All records of a file, in the order of their start times. The file is read to its end first.</summary>
internal sealed class SortedBatches : IRecordBatches
{
    private readonly RecordStore _store;
    private readonly int _batch;
    private int _next;

    private SortedBatches(RecordStore store, RowTally tally, int batch)
    {
        _store = store;
        _batch = batch;
        Tally = tally;
    }

    /// <inheritdoc/>
    public RowTally Tally { get; }

    /// <inheritdoc/>
    public long? Total => _store.Count;

    /// <summary>Reads a file.</summary>
    /// <exception cref="CliException">It does not fit into memory, or cannot be read.</exception>
    public static SortedBatches Read(CsvSource source, RecordMapper mapper, ReplayOptions options, CancellationToken cancellationToken)
    {
        // Half of what there is: encoded records of a file are about as large as the file.
        var most = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;
        var store = new RecordStore(most);
        var tally = new RowTally();
        while (tally.Mapped < options.Limit && source.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var outcome = mapper.TryMap(source, out var record);
            tally.Add(outcome, mapper.Error);
            if (outcome == RowOutcome.Mapped && !store.TryAdd(record, source.Line))
            {
                throw new CliException($"{options.File} is too large to be sorted in memory: {most >> 20:N0} MB are full at line {source.Line:N0}. Sort it beforehand and use --order file, or split it.");
            }
        }

        store.SortByTime();
        return new SortedBatches(store, tally, options.Batch);
    }

    /// <inheritdoc/>
    public bool TryFill(UsageBatchBuffer batch, out long lastTime)
    {
        lastTime = 0;
        while (batch.Count < _batch && _next < _store.Count)
        {
            lastTime = _store.TimeOf(_next);
            batch.Add(_store.Encoded(_next++));
        }

        return batch.Count > 0;
    }

    /// <inheritdoc/>
    public int LineOf(ulong batch, int index) => _store.LineOf((int)((batch - 1) * (ulong)_batch) + index);

    /// <inheritdoc/>
    public void Answered(ulong batch)
    {
        // Lines are known from the place in the order.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is open: the file was read to its end.
    }
}
