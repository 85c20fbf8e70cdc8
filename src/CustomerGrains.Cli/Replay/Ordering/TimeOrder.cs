using CustomerGrains.Cli.Mapping;
using CustomerGrains.Cli.Replay.Files;

namespace CustomerGrains.Cli.Replay.Ordering;

/// <summary>
/// All records of a file, in the order of their start times, equal ones as they came. The file is read to its end first: what does
/// not fit into the memory allowed goes into sorted temporary files, which are merged.
/// </summary>
internal sealed class TimeOrder : IRecordSequence
{
    /// <summary>Each is an open file.</summary>
    private const int MostRuns = 500;

    private readonly RecordStore _store;
    private readonly List<SortedRun> _runs = [];
    private readonly PriorityQueue<SortedRun, (long Time, long Line)> _heads = new();
    private SortedRun? _last;
    private int _next;
    private long _total;

    private TimeOrder(long mostBytes)
    {
        _store = new RecordStore(mostBytes);
    }

    /// <inheritdoc/>
    public long? Total => _total;

    /// <summary>Temporary files.</summary>
    public int Runs => _runs.Count;

    /// <summary>Reads a file and disposes of it.</summary>
    /// <param name="limit">Records at most, the first of the file.</param>
    /// <param name="mostBytes">Memory for records.</param>
    /// <param name="tally">Takes what became of the rows.</param>
    /// <exception cref="CliException">The file cannot be read, or the temporary folder is full.</exception>
    public static TimeOrder Read(IRecordFile file, long limit, long mostBytes, RowTally tally, CancellationToken cancellationToken)
    {
        using var all = new FileOrder(file, limit, tally);
        var order = new TimeOrder(mostBytes);
        try
        {
            while (all.TryNext(out var record))
            {
                cancellationToken.ThrowIfCancellationRequested();
                order.Add(record);
            }

            order.Finish();
            return order;
        }
        catch
        {
            order.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool TryNext(out EncodedRecord record)
    {
        record = default;
        if (_runs.Count == 0)
        {
            if (_next == _store.Count) return false;
            record = _store[_next++];
            return true;
        }

        // What was given out last was valid until now.
        if (_last is not null && _last.MoveNext()) _heads.Enqueue(_last, (_last.Time, _last.Line));
        if (!_heads.TryDequeue(out _last, out _)) return false;
        record = _last.Current;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var run in _runs) run.Dispose();
    }

    private void Add(in EncodedRecord record)
    {
        _total++;
        if (_store.TryAdd(record)) return;
        Spill();
        _store.TryAdd(record);
    }

    private void Finish()
    {
        if (_runs.Count == 0) _store.SortByTime();
        else Spill();
        foreach (var run in _runs) _heads.Enqueue(run, (run.Time, run.Line));
    }

    private void Spill()
    {
        if (_runs.Count == MostRuns) throw new CliException($"The file is too large for the memory it may be sorted in: {MostRuns} temporary files are full. Give more with --sort-megabytes.");
        _store.SortByTime();
        _runs.Add(SortedRun.Write(_store, Path.GetTempPath()));
        _store.Clear();
    }
}
