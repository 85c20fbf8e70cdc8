using CustomerGrains.Domain.Facts;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.Sqlite;

internal sealed partial class LogWriter
{
    /// <summary>When segments cannot be sealed, the current one grows up to so many times its size; then commits fail.</summary>
    private const int GrowthLimit = 4;

    private long _commits;
    private long _entries;
    private long _logBytes;
    private long _commitTicks;

    public long Commits => Volatile.Read(ref _commits);

    public long Entries => Volatile.Read(ref _entries);

    public long LogBytes => Volatile.Read(ref _logBytes);

    /// <summary>Time spent in commits.</summary>
    public TimeSpan CommitTime => TimeSpan.FromTicks(Volatile.Read(ref _commitTicks));

    /// <summary>Writes the group, or voids it; either way it is done on return. Returns the bytes of its entries.</summary>
    private int CommitGroup(long group)
    {
        var began = _options.TimeProvider.GetTimestamp();
        int entries = 0, bytes = 0, rows = 0;
        _groups.End(group);
        for (var i = 0; i < _partitions.Length; i++)
        {
            lock (_partitions[i].Gate) _taken[i] = _partitions[i].Take(group);
            if (_taken[i] is not { Count: > 0 } buffer) continue;
            buffer.Pack(_sorter);
            entries += buffer.Count;
            bytes += buffer.EntryBytes;
            rows++;
        }

        if (entries == 0 || TryWrite(rows))
        {
            Finish(group);
            if (entries > 0) Volatile.Write(ref _failure, null);
            Volatile.Write(ref _commits, _commits + 1);
            Volatile.Write(ref _entries, _entries + entries);
            Volatile.Write(ref _logBytes, _logBytes + bytes);
        }
        else
        {
            Void(group, entries);
        }
        _verdicts.Complete(group);
        Volatile.Write(ref _commitTicks, _commitTicks + _options.TimeProvider.GetElapsedTime(began).Ticks);
        return bytes;
    }

    /// <summary>Whether the rows taken are on disk on return.</summary>
    private bool TryWrite(int rows)
    {
        var row = _lastRow;
        var now = _now;
        try
        {
            if (_sealer.IsBehind && _segment.Bytes >= _options.SegmentBytes * GrowthLimit) throw new StoreException($"Segments of the log cannot be sealed: {_sealer.LastFailure?.Message}");
            _options.Fault?.Invoke(FaultPoint.BeforeCommit);
            _file.Begin();
            for (var i = 0; i < _taken.Length; i++)
            {
                if (_taken[i] is not { Count: > 0 } buffer) continue;
                _file.Insert(++row, i, _positions[i], _incarnation, buffer);
                now = Math.Max(now, buffer.MaxNow);
            }
            _options.Fault?.Invoke(FaultPoint.InCommit);
            _file.Commit();
            _options.Fault?.Invoke(FaultPoint.AfterCommit);
        }
        catch (Exception exception)
        {
            if (exception is SqliteFailure { IsFsync: true }) throw;
            if (!IsOnDisk(rows, exception))
            {
                Volatile.Write(ref _failure, exception.Message);
                LogCommitFailed(_logger, exception);
                return false;
            }
        }
        _now = now;
        return true;
    }

    /// <summary>What a failed commit has left on disk: all its rows or none (core rule 9).</summary>
    private bool IsOnDisk(int rows, Exception failure)
    {
        long found;
        try
        {
            _file.Rollback();
            found = _file.LastRow();
        }
        catch (SqliteFailure)
        {
            // The connection is of no use any more. A fresh one sees the truth: it rolls back what the journal says.
            _file.Dispose();
            _file = SegmentFile.Reopen(_file.Path) ?? throw new StoreException($"{_file.Path} is empty after a failed commit.", failure);
            found = _file.LastRow();
        }
        if (found == _lastRow) return false;
        if (found == _lastRow + rows) return true;
        throw new StoreException($"{_file.Path} ends with row {found} after a failed commit; {_lastRow} or {_lastRow + rows} was expected.", failure);
    }

    private void Finish(long group)
    {
        for (var i = 0; i < _taken.Length; i++)
        {
            if (_taken[i] is not { Count: > 0 } buffer) continue;
            _kept[i] = _segment.Keep(++_lastRow, buffer);
            _positions[i]++;
            foreach (var offset in buffer.Effects) _segment.WithEffects.Add(EntryView.Read(buffer.Data.AsSpan(offset)).Key.ToArray());
        }
        for (var i = 0; i < _taken.Length; i++)
        {
            var partition = _partitions[i];
            lock (partition.Gate)
            {
                if (_taken[i] is { } buffer)
                {
                    if (buffer.Count > 0) _segment.Publish(i, _kept[i]);
                    partition.Committed(group, buffer.EntryBytes);
                    if (ReferenceEquals(_kept[i].Data, buffer.Data)) buffer.Detach();
                    partition.GiveBack(buffer);
                }
                else
                {
                    partition.Committed(group, 0);
                }
            }
            _kept[i] = default;
            _taken[i] = null;
        }
    }

    private void Void(long group, int entries)
    {
        LogVoid(_logger, group, entries);
        _verdicts.MarkVoid(group);
        for (var i = 0; i < _taken.Length; i++)
        {
            var partition = _partitions[i];
            lock (partition.Gate)
            {
                partition.Voided(group, _verdicts.MarkVoid);
                if (_taken[i] is { } buffer) partition.GiveBack(buffer);
            }
            _taken[i] = null;
        }
    }
}
