using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Storage.Log;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>The one writer of the log: a thread that takes everything that was appended since the last time as one group, writes
/// it, and says what became of it. While it writes, the next group fills.</summary>
internal sealed partial class LogWriter
{
    /// <summary>A group with fewer bytes than this is followed by the next at once: there is no load that waiting could gather.</summary>
    private const int PacedBytes = 16 * 1024;

    /// <summary>So much pending and the writer does not wait for more.</summary>
    private const int PromptBytes = 4 * 1024 * 1024;

    private readonly StoreOptions _options;
    private readonly LogPartition[] _partitions;
    private readonly GroupClock _groups;
    private readonly GroupVerdicts _verdicts;
    private readonly SegmentList _segments;
    private readonly SegmentSealer _sealer;
    private readonly BufferPool _pool;
    private readonly ILogger _logger;
    private readonly string _directory;
    private readonly ulong _storeId;
    private readonly ulong _incarnation;
    private readonly SlotSorter _sorter = new();
    private readonly Thread _thread;
    private readonly AutoResetEvent _wake = new(false);
    private readonly RowBuffer?[] _taken = new RowBuffer?[Partitions.Count];
    private readonly MemoryRow[] _kept = new MemoryRow[Partitions.Count];
    private readonly Queue<TaskCompletionSource<long>> _rolls = new();
    private readonly long[] _positions;
    private MemorySegment _segment;
    private SegmentFile _file;
    private long _now;
    private uint _lastRow;
    private bool _idle;
    private bool _stopping;
    private string? _failure;

    public LogWriter(StoreOptions options, ulong storeId, ulong incarnation, LogPartition[] partitions, GroupClock groups, GroupVerdicts verdicts, SegmentList segments, SegmentSealer sealer, BufferPool pool, LogTail tail, ILogger logger)
    {
        _options = options;
        _directory = LogTail.DirectoryOf(options.Directory);
        _storeId = storeId;
        _incarnation = incarnation;
        _partitions = partitions;
        _groups = groups;
        _verdicts = verdicts;
        _segments = segments;
        _sealer = sealer;
        _pool = pool;
        _logger = logger;
        _segment = tail.Segment;
        _file = tail.File;
        _positions = tail.Positions;
        _now = tail.Now;
        _lastRow = tail.Segment.Rows;
        _thread = new Thread(Run) { IsBackground = true, Name = "fact log writer" };
    }

    /// <summary>Why the last commit failed; null when it did not.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    /// <summary>The writer's own; for tests, from within a fault point.</summary>
    internal SegmentFile CurrentFile => _file;

    public void Start() => _thread.Start();

    /// <summary>Something was appended. Costs nothing while the writer is busy: it looks again before it rests.</summary>
    public void Appended()
    {
        if (Volatile.Read(ref _idle)) _wake.Set();
    }

    /// <summary>The sealer has done something.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Ends the current segment once everything appended before is in it. The result is the number of the last segment
    /// that has ended.</summary>
    public Task<long> RollAsync()
    {
        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_rolls)
        {
            if (_stopping) throw new ObjectDisposedException(nameof(IStore));
            _rolls.Enqueue(done);
        }
        _wake.Set();
        return done.Task;
    }

    /// <summary>Commits what is pending, seals the segment and ends the thread.</summary>
    public void Stop()
    {
        lock (_rolls) _stopping = true;
        _wake.Set();
        _thread.Join();
    }

    // A segment that is to end now waits for those before it, unless these cannot be sealed.
    private bool IsSealing => _sealer.IsBehind && _sealer.LastFailure is null;

    private void Run()
    {
        try
        {
            while (true)
            {
                var group = _verdicts.Done + 1;
                if (HasWork(group))
                {
                    var began = _options.TimeProvider.GetTimestamp();
                    var bytes = CommitGroup(group);
                    if (_segment.Bytes >= _options.SegmentBytes) TryRoll(out _);
                    if (bytes >= PacedBytes) Pace(began);
                    continue;
                }
                if (ServeRoll()) continue;
                lock (_rolls)
                {
                    if (_stopping && _rolls.Count == 0) break;
                }
                Rest(group);
            }
            Close();
        }
        catch (Exception exception)
        {
            // Nothing is committed from here on, so nobody may go on waiting.
            LogFatal(_logger, exception);
            _options.OnFatal("The writer of the fact log failed; nothing more can be stored.", exception);
        }
    }

    private bool HasWork(long group)
    {
        foreach (var partition in _partitions)
        {
            lock (partition.Gate)
            {
                if (partition.HasWork) return true;
            }
        }
        // All its entries are void: nothing to write, but somebody may wait for it.
        return _verdicts.IsVoid(group);
    }

    // An appender that does not see _idle has appended before the look behind it.
    private void Rest(long group)
    {
        Volatile.Write(ref _idle, true);
        Interlocked.MemoryBarrier();
        bool asked;
        lock (_rolls) asked = _rolls.Count > 0 ? !IsSealing : _stopping;
        if (!asked && !HasWork(group)) _wake.WaitOne();
        Volatile.Write(ref _idle, false);
    }

    /// <summary>Lets entries gather until the interval since the last commit's begin is over.</summary>
    private void Pace(long began)
    {
        var left = _options.CommitInterval - _options.TimeProvider.GetElapsedTime(began);
        if (left <= TimeSpan.Zero || _stopping) return;
        long pending = 0;
        foreach (var partition in _partitions) pending += partition.PendingBytes;
        if (pending < PromptBytes) _wake.WaitOne(left);
    }

    private bool ServeRoll()
    {
        TaskCompletionSource<long>? roll;
        if (IsSealing) return false;
        lock (_rolls)
        {
            if (!_rolls.TryDequeue(out roll)) return false;
        }
        if (_segment.Rows == 0)
        {
            roll.SetResult(_segment.Number - 1);
            return true;
        }
        if (TryRoll(out var failure)) roll.SetResult(_segment.Number - 1);
        else roll.SetException(new StoreException($"The log's segment cannot be ended: {failure.Message}", failure));
        return true;
    }

    /// <summary>Goes on in a new file and gives the old one to the sealer. When that is not possible the segment just grows.</summary>
    private bool TryRoll([System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out Exception? failure)
    {
        if (_sealer.IsBehind)
        {
            _sealer.Retry();
            failure = _sealer.LastFailure ?? new StoreException("earlier segments are not sealed yet.");
            return false;
        }
        var number = _segment.Number + 1;
        try
        {
            var file = SegmentFile.Create(SegmentFile.PathOf(_directory, number), _storeId, number, _positions, _now);
            var segment = new MemorySegment(number, Partitions.Count, _pool);
            _segments.Change(list => [.. list, segment]);
            _sealer.Enqueue(new SealJob(_segment, _file, [.. _positions], _now));
            _segment = segment;
            _file = file;
            _lastRow = 0;
            failure = null;
            return true;
        }
        catch (SqliteFailure caught)
        {
            if (caught.IsFsync) throw;
            LogRollFailed(_logger, number, caught);
            failure = caught;
            return false;
        }
    }

    private void Close()
    {
        if (_segment.Rows > 0) _sealer.Enqueue(new SealJob(_segment, _file, [.. _positions], _now));
        else _file.Dispose();
    }
}
