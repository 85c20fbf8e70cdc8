using CustomerGrains.Domain.Entities;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>Moves the log's sealed segments into snapshots and history and cuts them off, in passes. It folds from disk only, the
/// snapshot before and the durable entries behind it, so a snapshot can never be ahead of the log (core rule 11).</summary>
internal sealed partial class Snapshotter
{
    private readonly StoreOptions _options;
    private readonly IEntityKinds _kinds;
    private readonly StoreFile _file;
    private readonly HistoryCatalog _history;
    private readonly HistoryPruner _pruner;
    private readonly SegmentList _segments;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly SemaphoreSlim _early = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private long _passes;
    private long _snapshots;
    private long _trimmed;
    private long _ticks;
    private long _moved;

    public Snapshotter(StoreOptions options, IEntityKinds kinds, StoreFile file, HistoryCatalog history, SegmentList segments, ILogger logger)
    {
        _options = options;
        _kinds = kinds;
        _file = file;
        _history = history;
        _pruner = new HistoryPruner(options, kinds, file, history, logger);
        _segments = segments;
        _logger = logger;
    }

    public long Passes => Interlocked.Read(ref _passes);

    public long Snapshots => Interlocked.Read(ref _snapshots);

    public long SegmentsTrimmed => Interlocked.Read(ref _trimmed);

    /// <summary>Time spent in passes.</summary>
    public TimeSpan Time => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    public void Start()
    {
        if (_options.CheckpointInterval != Timeout.InfiniteTimeSpan) _loop = RunAsync();
    }

    /// <summary>Ends a pass that is under way where it stands; the next one does it again.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        await _one.WaitAsync().ConfigureAwait(false);
    }

    /// <summary>A segment was sealed: enough of them, and a pass starts before its time.</summary>
    public void SegmentSealed()
    {
        if (_segments.Count <= _options.CheckpointSegments || _early.CurrentCount > 0) return;
        try
        {
            _early.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else has just said so.
        }
    }

    /// <summary>Passes until every segment up to this one is cut; then a part of what is past its time leaves history.</summary>
    /// <exception cref="StoreException">The store cannot be written, or an entity's entries do not fold.</exception>
    public async Task PassThroughAsync(long number, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        await _one.WaitAsync(both.Token).ConfigureAwait(false);
        try
        {
            while (await RunPassAsync(number, both.Token).ConfigureAwait(false))
            {
            }
            await PruneAsync(both.Token).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await WaitForNextAsync().ConfigureAwait(false);
                await _one.WaitAsync(_stop.Token).ConfigureAwait(false);
                try
                {
                    await RunPassAsync(long.MaxValue, _stop.Token).ConfigureAwait(false);
                    await PruneAsync(_stop.Token).ConfigureAwait(false);
                }
                catch (StoreException exception)
                {
                    LogPassFailed(_logger, exception);
                }
                finally
                {
                    _one.Release();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The store is being closed.
        }
    }

    private async Task WaitForNextAsync()
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var interval = Task.Delay(_options.CheckpointInterval, _options.TimeProvider, ended.Token);
        await Task.WhenAny(interval, _early.WaitAsync(ended.Token)).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        _stop.Token.ThrowIfCancellationRequested();
    }

    /// <summary>True when there was something to do. On a thread of its own: it takes many seconds of a core.</summary>
    private Task<bool> RunPassAsync(long through, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => RunPass(through, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private bool RunPass(long through, CancellationToken cancellationToken)
    {
        var began = _options.TimeProvider.GetTimestamp();
        var set = _segments.Pin();
        try
        {
            using var pass = SnapshotPass.Choose(set, through, _options, _kinds, _file, _history);
            if (pass is null) return false;
            pass.Run(cancellationToken);
            _options.Fault?.Invoke(FaultPoint.BeforeTrim);
            Trim(pass.Segments);
            _moved += pass.EntryBytes;
            var took = _options.TimeProvider.GetElapsedTime(began);
            Interlocked.Increment(ref _passes);
            Interlocked.Add(ref _snapshots, pass.Snapshots);
            Interlocked.Add(ref _ticks, took.Ticks);
            LogPass(_logger, pass.Segments.Count, pass.Snapshots, pass.Entries, pass.EntryBytes, took.TotalMilliseconds);
            return true;
        }
        catch (Exception exception) when (IsOfStore(exception))
        {
            throw Failed("Snapshots cannot be written", exception);
        }
        finally
        {
            set.Unpin();
        }
    }

    /// <summary>At most so much work that the next pass is not kept waiting, and more than passes add.</summary>
    private Task PruneAsync(CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => Prune(cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Prune(CancellationToken cancellationToken)
    {
        var bytes = _options.HistoryPruneBytes + (2 * _moved);
        _moved = 0;
        try
        {
            _pruner.Run(bytes, cancellationToken);
        }
        catch (Exception exception) when (IsOfStore(exception))
        {
            throw Failed("History that is past its time cannot be removed", exception);
        }
    }

    private static bool IsOfStore(Exception exception) => exception is SqliteFailure or Domain.Encoding.CorruptDataException or IOException or UnauthorizedAccessException;

    private StoreException Failed(string what, Exception exception)
    {
        if (exception is SqliteFailure { IsFsync: true }) _options.OnFatal("A failed fsync: what is on disk is no longer known.", exception);
        return new StoreException($"{what}: {exception.Message}", exception);
    }

    // Oldest first, so that what is left has no hole. A file goes when its last reader has let go of it, this pass included.
    private void Trim(IReadOnlyList<SealedSegment> segments)
    {
        foreach (var segment in segments)
        {
            segment.Trim();
            _segments.Change(list => [.. list.Where(other => other != segment)]);
            Interlocked.Increment(ref _trimmed);
            _options.Fault?.Invoke(FaultPoint.InTrim);
        }
    }

    [LoggerMessage(131, LogLevel.Information, "Checkpoint: {Segments} segments with {Entries} entries ({Bytes} bytes) are in {Snapshots} snapshots and in history, {Milliseconds:F0} ms")]
    private static partial void LogPass(ILogger logger, int segments, long snapshots, long entries, long bytes, double milliseconds);

    [LoggerMessage(132, LogLevel.Error, "A checkpoint failed; log and history are kept and the next one does it again")]
    private static partial void LogPassFailed(ILogger logger, Exception exception);
}
