using Microsoft.Extensions.Logging;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>Seals segments one after the other beside the writer.</summary>
internal sealed partial class SegmentSealer
{
    /// <summary>Segments that may wait while the writer goes on: each is held in memory.</summary>
    private const int Backlog = 2;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly StoreOptions _options;
    private readonly SegmentList _segments;
    private readonly ILogger _logger;
    private readonly Action _changed;
    private readonly object _gate = new();
    private readonly Queue<SealJob> _jobs = new();
    private readonly List<(long Number, TaskCompletionSource Done)> _waiters = [];
    private readonly Thread _thread;
    private Exception? _lastFailure;
    private long _failedAt;
    private bool _retry;
    private bool _stopping;
    private long _sealedThrough;
    private long _count;

    /// <param name="changed">Called after each attempt.</param>
    public SegmentSealer(StoreOptions options, SegmentList segments, long sealedThrough, Action changed, ILogger logger)
    {
        _options = options;
        _segments = segments;
        _sealedThrough = sealedThrough;
        _changed = changed;
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = "fact log sealer" };
    }

    /// <summary>Segments sealed since the store was opened.</summary>
    public long Count => Interlocked.Read(ref _count);

    public bool IsBehind
    {
        get
        {
            lock (_gate) return _jobs.Count >= Backlog;
        }
    }

    /// <summary>Why the last attempt failed; null when it did not.</summary>
    public Exception? LastFailure
    {
        get
        {
            lock (_gate) return _lastFailure;
        }
    }

    public void Start() => _thread.Start();

    public void Enqueue(SealJob job)
    {
        lock (_gate)
        {
            _jobs.Enqueue(job);
            _retry = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Tries again what failed, if that is a second ago.</summary>
    public void Retry()
    {
        lock (_gate)
        {
            if (_lastFailure is not null && _options.TimeProvider.GetElapsedTime(_failedAt) < RetryInterval) return;
            _retry = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until the segments up to this one are sealed.</summary>
    /// <exception cref="StoreException">An attempt failed.</exception>
    public Task WaitAsync(long number)
    {
        lock (_gate)
        {
            if (_sealedThrough >= number) return Task.CompletedTask;
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((number, done));
            _retry = true;
            Monitor.PulseAll(_gate);
            return done.Task;
        }
    }

    /// <summary>Seals what is left, as far as that works, and ends the thread.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopping = true;
            _retry = true;
            Monitor.PulseAll(_gate);
        }
        _thread.Join();
        foreach (var job in _jobs) job.File.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            SealJob? job;
            lock (_gate)
            {
                while (!_stopping && (_jobs.Count == 0 || !_retry)) Monitor.Wait(_gate);
                if (!_jobs.TryPeek(out job) || (_stopping && !_retry)) return;
                _retry = false;
            }
            try
            {
                Seal(job);
                Succeeded(job);
            }
            catch (SqliteFailure failure) when (failure.IsFsync)
            {
                _options.OnFatal("A failed fsync: what is on disk is no longer known.", failure);
                return;
            }
            catch (Exception exception)
            {
                LogSealFailed(_logger, job.Segment.Number, exception);
                Failed(exception);
            }
        }
    }

    private void Seal(SealJob job)
    {
        var began = _options.TimeProvider.GetTimestamp();
        if (job.Failed)
        {
            job.File.Dispose();
            job.File = SegmentFile.Reopen(job.File.Path) ?? throw new StoreException($"{job.File.Path} is empty.");
        }
        job.Failed = true; // until it is done
        _options.Fault?.Invoke(FaultPoint.BeforeSeal);
        job.File.Seal(job.Segment, job.Positions, job.Now, _options.Fault);
        _options.Fault?.Invoke(FaultPoint.AfterSeal);
        job.File.CloseSealed();
        var readable = new SealedSegment(job.Segment.Number, job.File.Path);
        LogSealed(_logger, job.Segment.Number, job.Segment.Rows, job.Segment.Bytes, _options.TimeProvider.GetElapsedTime(began).TotalMilliseconds);
        _segments.Change(list => [.. list.Select(segment => segment == job.Segment ? readable : segment)]);
    }

    private void Succeeded(SealJob job)
    {
        List<TaskCompletionSource> done;
        lock (_gate)
        {
            _jobs.Dequeue();
            _retry = true;
            _lastFailure = null;
            _sealedThrough = job.Segment.Number;
            done = [.. _waiters.Where(waiter => waiter.Number <= _sealedThrough).Select(waiter => waiter.Done)];
            _waiters.RemoveAll(waiter => waiter.Number <= _sealedThrough);
        }
        Interlocked.Increment(ref _count);
        foreach (var waiter in done) waiter.SetResult();
        _changed();
    }

    private void Failed(Exception exception)
    {
        List<TaskCompletionSource> waiters;
        lock (_gate)
        {
            _lastFailure = exception;
            _failedAt = _options.TimeProvider.GetTimestamp();
            waiters = [.. _waiters.Select(waiter => waiter.Done)];
            _waiters.Clear();
        }
        foreach (var waiter in waiters) waiter.SetException(new StoreException($"A segment of the log cannot be sealed: {exception.Message}", exception));
        _changed();
    }

    [LoggerMessage(111, LogLevel.Debug, "Segment {Number} of the log is sealed: {Rows} rows, {Bytes} bytes, {Milliseconds:F0} ms")]
    private static partial void LogSealed(ILogger logger, long number, uint rows, long bytes, double milliseconds);

    [LoggerMessage(112, LogLevel.Error, "Segment {Number} of the log cannot be sealed; it is tried again with the next one")]
    private static partial void LogSealFailed(ILogger logger, long number, Exception exception);
}
