using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Rollups;
using CustomerGrains.Domain.Time;
using CustomerGrains.Storage.Log;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Storage.ReadModel;

/// <summary>Takes rows from turns, keeps the last of each subscriber, and writes them in batches, behind the log: a row whose commit came to nothing
/// is made again from disk. What follows from a row is carried out before it is written (<see cref="IRowFollower"/>), or else is owed, and holds back only
/// what a start after a crash takes for done. It knows how far the rows go, and after a crash brings those that are behind up to date.</summary>
public sealed partial class ReadModelWriter : IRowSink, IAsyncDisposable
{
    /// <summary>Rows made at a time while catching up.</summary>
    private const int CatchUpRows = 5_000;

    private const long RetrySeconds = 10;

    /// <summary>In quiet only so often is written how far the rows go, milliseconds of business time: what a start after a crash looks at again.</summary>
    private const long StampMilliseconds = 10_000;

    private readonly IReadModel _model;
    private readonly IStore _store;
    private readonly IRowSource _source;
    private readonly IRowFollower _follower;
    private readonly IBusinessClock _clock;
    private readonly TimeProvider _time;
    private readonly ReadModelOptions _options;
    private readonly ILogger<ReadModelWriter> _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _flushing = new(1, 1);
    private readonly Lock _gate = new();
    private readonly WorkPace _pace;
    private readonly OwedReports _owed = new();
    private Dictionary<string, WaitingRow> _waiting = new(StringComparer.Ordinal);

    /// <summary>Business time from which on changes were not taken in; null = all were.</summary>
    private long? _behindSince;

    /// <summary>Of what is being made again just now.</summary>
    private long? _catchingUpSince;

    /// <summary>Business time when the flush before the last began: what was recorded before it has been handed in.</summary>
    private long _handedIn;
    private long _lastFlush;
    private long _asOf;
    private bool _isWriting;

    private Func<long> _expected = static () => long.MaxValue;
    private Func<long> _expectedNumbers = static () => long.MaxValue;

    /// <summary>The last flush left rows that were due.</summary>
    private bool _isCut;
    private Task _running = Task.CompletedTask;

    public ReadModelWriter(IReadModel model, IStore store, IRowSource source, IRowFollower follower, IBusinessClock clock, TimeProvider time, ReadModelOptions options, IIntakeLoad load, ILogger<ReadModelWriter> logger)
    {
        (_model, _store, _source, _follower, _clock, _time, _options, _logger) = (model, store, source, follower, clock, time, options, logger);
        _pace = new WorkPace(options.MaxRowsPerFullBatch, options.MaxRowsPerBatch, load);
        var stamp = model.Stamp;
        _asOf = _handedIn = _lastFlush = stamp.Time;
        if (!stamp.IsClean || store.Log.NowAtOpen > stamp.Time) _behindSince = stamp.Time;
    }

    /// <summary>Every change of a class that was recorded before this business time (milliseconds since 1970-01-01 UTC) is in the rows; numbers are
    /// up to <see cref="ReadModelOptions.NumbersInterval"/> older.</summary>
    public long AsOf
    {
        get
        {
            lock (_gate) return Behind is null && _waiting.Count == 0 && !_isWriting ? Math.Max(_clock.Now, _asOf) : _asOf;
        }
    }

    /// <summary>Business time of the earliest change whose row is still to be handed in, milliseconds since 1970-01-01 UTC; <see cref="long.MaxValue"/> =
    /// there is none.</summary>
    public long Expected => _expected();

    /// <summary>Business time of the earliest change that one of these is still to be told of, though its row may be written: milliseconds since 1970-01-01
    /// UTC; <see cref="long.MaxValue"/> = there is none.</summary>
    public long OwedTo(IReadOnlyCollection<RollupTarget> targets) => _owed.EarliestTo(targets);

    /// <summary>Subscribers that somebody is still to be told about, though their rows may be written.</summary>
    public int Owing => _owed.Count;

    /// <summary>Whether changes are known to be missing: after a crash, until they are made again.</summary>
    public bool IsBehind
    {
        get
        {
            lock (_gate) return Behind is not null;
        }
    }

    /// <summary>Subscribers whose rows wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _waiting.Count;
        }
    }

    private long? Behind => _catchingUpSince is { } now && _behindSince is { } later ? Math.Min(now, later) : _catchingUpSince ?? _behindSince;

    /// <summary>Begins to write.</summary>
    public void Start() => _running = Task.Run(RunAsync);

    public void Expect(Func<long> oldest, Func<long> oldestNumbers) => (_expected, _expectedNumbers) = (oldest, oldestNumbers);

    public void Put(SubscriberRow row, Ticket ticket, bool ifClassChanged = false)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(row.SubscriberId, out var other))
            {
                // A row that comes late changes nothing, but that there is something to write since then.
                var isLater = row.Version > other.Row.Version || (row.Version == other.Row.Version && row.AsOf >= other.Row.AsOf);
                _waiting[row.SubscriberId] = (isLater ? other with { Row = row, Ticket = ticket } : other) with { Changed = Math.Min(other.Changed, row.Changed), IfClassChanged = ifClassChanged && other.IfClassChanged };
            }
            else if (_waiting.Count < _options.MaxWaiting)
            {
                _waiting.Add(row.SubscriberId, new WaitingRow(row, ticket, row.Changed, ifClassChanged));
            }
            else
            {
                _behindSince = Math.Min(_behindSince ?? long.MaxValue, row.Changed);
            }
        }
    }

    /// <summary>Writes what waits and may be written.</summary>
    /// <param name="numbers">All of it, also rows in which only numbers changed.</param>
    /// <exception cref="StoreException">It could not be written; it waits on.</exception>
    public async Task FlushAsync(bool numbers, CancellationToken cancellationToken)
    {
        await _model.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        await _flushing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await FlushOnceAsync(numbers, isLast: false, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _flushing.Release();
        }
    }

    /// <summary>Writes what goes with reports while somebody is there to take them: at a stop, before grains end. Whatever is left then, the next
    /// start makes again.</summary>
    public async Task FlushReportsAsync(CancellationToken cancellationToken)
    {
        for (var left = _options.MaxRowsAtStop; left > 0 && HasReports(); left -= _options.MaxRowsPerFullBatch) await FlushAsync(numbers: false, cancellationToken).ConfigureAwait(false);

        bool HasReports()
        {
            lock (_gate) return _owed.Count > 0 || _waiting.Values.Any(static row => row.Row.Reports.Count > 0);
        }
    }

    /// <summary>Makes the rows again that are behind, if there are any.</summary>
    /// <exception cref="StoreException">The store cannot be read or written now.</exception>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_behindSince is null) return;
            (_catchingUpSince, _behindSince) = (_behindSince, null);
        }
        var began = _time.GetTimestamp();
        var made = 0L;
        try
        {
            await foreach (var key in _store.ReadChangedAsync(EntityKinds.Subscriber, _catchingUpSince.Value, cancellationToken).ConfigureAwait(false))
            {
                if (await _source.ReadAsync(key.Id, cancellationToken).ConfigureAwait(false) is not { } row) continue;
                Put(row, Ticket.None);
                if (++made % CatchUpRows == 0 || Waiting > _options.MaxWaiting / 2) await FlushAsync(numbers: true, cancellationToken).ConfigureAwait(false);
            }
            var now = _clock.Now;
            await FlushAsync(numbers: true, cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                // What did not fit in meanwhile is the next time's.
                _catchingUpSince = null;
                if (_behindSince is null && !_isCut) _asOf = Math.Max(_asOf, now);
            }
        }
        catch
        {
            lock (_gate) (_behindSince, _catchingUpSince) = (Behind, null);
            throw;
        }
        LogCaughtUp(_logger, made, _time.GetElapsedTime(began).TotalMilliseconds);
    }

    /// <summary>Writes all that was handed in, and that nothing is missing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await _model.Ready.ConfigureAwait(false);
            await FlushOnceAsync(numbers: true, isLast: true, CancellationToken.None).ConfigureAwait(false);
        }
        catch (StoreException exception)
        {
            // The stamp says how far the rows go; the next start makes the rest again.
            LogNotWritten(_logger, exception);
        }
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(_options.BatchInterval, _time);
        var catchUpFrom = long.MinValue;
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                try
                {
                    await FlushAsync(numbers: false, _stop.Token).ConfigureAwait(false);
                    if (_time.GetTimestamp() < catchUpFrom) continue;
                    await CatchUpAsync(_stop.Token).ConfigureAwait(false);
                }
                catch (StoreException exception)
                {
                    catchUpFrom = Later();
                    LogNotWritten(_logger, exception);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    // A subscriber that cannot be read or derived holds the others up no longer than this; it stays behind, and says so.
                    catchUpFrom = Later();
                    LogFailed(_logger, exception);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The last flush is DisposeAsync's.
        }
    }

    /// <summary>When catching up is tried again after it failed.</summary>
    private long Later() => _time.GetTimestamp() + (RetrySeconds * _time.TimestampFrequency);

    private async Task FlushOnceAsync(bool numbers, bool isLast, CancellationToken cancellationToken)
    {
        var now = _clock.Now;
        Dictionary<string, WaitingRow> taken;
        lock (_gate)
        {
            (taken, _waiting) = (_waiting, new Dictionary<string, WaitingRow>(StringComparer.Ordinal));
            _isWriting = taken.Count > 0;
        }
        var due = new List<WaitingRow>();
        var most = numbers && !isLast ? int.MaxValue : isLast ? _options.MaxRowsAtStop : _pace.Next();
        var isCut = false;
        try
        {
            foreach (var row in taken.Values)
            {
                // Nobody takes reports behind the last turn: the next start makes them again.
                if (isLast && row.Row.Reports.Count > 0) continue;
                // More cannot be owed than may wait: then it waits.
                if (isCut = due.Count >= most || (row.Row.Reports.Count > 0 && _owed.Count >= _options.MaxWaiting)) break;
                if (numbers || row.Row.Reports.Count > 0 || !row.IfClassChanged || _model.IsClassChange(row.Row)) due.Add(row);
                else taken.Remove(row.Row.SubscriberId);
            }
            var (plain, telling) = (due.FindAll(static row => row.Row.Reports.Count == 0), due.FindAll(static row => row.Row.Reports.Count > 0));
            if (plain.Count > 0 && telling.Count > 0)
            {
                // Who has nobody to tell does not wait for those who have.
                await WriteAsync(plain, await DurableAsync(plain, cancellationToken).ConfigureAwait(false), taken, now, isLast: false).ConfigureAwait(false);
                due = telling;
            }
            var rows = await DurableAsync(due, cancellationToken).ConfigureAwait(false);
            if (!isLast) await FollowAsync(cancellationToken).ConfigureAwait(false);
            await WriteAsync(due, rows, taken, now, isLast && !isCut).ConfigureAwait(false);
            lock (_gate)
            {
                _isCut = isCut;
                if (Behind is null && !isCut) _asOf = Math.Max(_asOf, now);
            }
            (_handedIn, _lastFlush) = (_lastFlush, now);
        }
        finally
        {
            PutBack(taken);
        }
    }

    /// <param name="done">That for which these are the rows.</param>
    /// <param name="taken">What waits without these; all of it, when they cannot be written.</param>
    private async Task WriteAsync(List<WaitingRow> done, List<SubscriberRow> rows, Dictionary<string, WaitingRow> taken, long now, bool isLast)
    {
        foreach (var row in done) taken.Remove(row.Row.SubscriberId);
        try
        {
            var reached = StampAfter(taken, now, isLast);
            if (rows.Count > 0 || isLast || _model.Stamp.IsClean || reached.Time - _model.Stamp.Time is < 0 or > StampMilliseconds) await _model.WriteAsync(rows, reached).ConfigureAwait(false);
        }
        catch
        {
            foreach (var row in done) taken.Add(row.Row.SubscriberId, row);
            throw;
        }
    }

    /// <summary>Rows that wait on: in front of what came meanwhile.</summary>
    private void PutBack(Dictionary<string, WaitingRow> taken)
    {
        lock (_gate)
        {
            foreach (var (id, other) in _waiting)
            {
                taken[id] = taken.TryGetValue(id, out var row) ? other with { Changed = Math.Min(row.Changed, other.Changed), IfClassChanged = row.IfClassChanged && other.IfClassChanged } : other;
            }
            _waiting = taken;
            _isWriting = false;
        }
    }

    /// <summary>Tells what is owed. What cannot be told soon keeps no row waiting: it goes on being owed.</summary>
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        if (_owed.Rows is not { Count: > 0 } rows) return;
        var late = await _follower.FollowAsync(rows, cancellationToken).ConfigureAwait(false);
        _owed.Remove(rows.Where(row => !late.Contains(row.SubscriberId)));
    }

    /// <summary>Those rows whose commit is on disk; the others are made again from disk. What they have to tell is owed from now on.</summary>
    private async Task<List<SubscriberRow>> DurableAsync(List<WaitingRow> waiting, CancellationToken cancellationToken)
    {
        var rows = new List<SubscriberRow>(waiting.Count);
        foreach (var group in waiting.GroupBy(static w => w.Ticket))
        {
            if (group.Key == Ticket.None || await _store.Log.WaitAsync(group.Key, group.Key, cancellationToken).ConfigureAwait(false) == CommitOutcome.Durable)
            {
                foreach (var row in group) Take(row.Row, row.Changed);
                continue;
            }
            foreach (var lost in group)
            {
                if (await _source.ReadAsync(lost.Row.SubscriberId, cancellationToken).ConfigureAwait(false) is { } row) Take(row, Math.Min(row.Changed, lost.Changed));
            }
        }
        return rows;

        void Take(SubscriberRow row, long since)
        {
            rows.Add(row);
            _owed.Add(row, since);
        }
    }

    /// <summary>How far the rows go once this batch is written: up to the earliest change that waits or that somebody is still to be told of; and a change may have been recorded
    /// before the flush before this one began whose row was not handed in before that, if its turn was just then.</summary>
    private ReadModelStamp StampAfter(Dictionary<string, WaitingRow> left, long now, bool isLast)
    {
        lock (_gate)
        {
            var expected = Math.Min(_expected(), _expectedNumbers());
            var owed = _owed.Earliest;
            if (isLast && left.Count == 0 && _waiting.Count == 0 && Behind is null && expected == long.MaxValue && owed == long.MaxValue) return new ReadModelStamp(now, true);
            var time = Math.Min(Math.Min(isLast ? now : _handedIn, Math.Min(expected, owed)), Behind ?? long.MaxValue);
            foreach (var row in left.Values) time = Math.Min(time, row.Changed);
            foreach (var row in _waiting.Values) time = Math.Min(time, row.Changed);
            return new ReadModelStamp(time, false);
        }
    }

    [LoggerMessage(161, LogLevel.Information, "The rows of {Rows} subscribers were made again, {Milliseconds:F0} ms")]
    private static partial void LogCaughtUp(ILogger logger, long rows, double milliseconds);

    [LoggerMessage(162, LogLevel.Warning, "Subscribers' rows cannot be written now; search and reports stay as of before")]
    private static partial void LogNotWritten(ILogger logger, Exception exception);

    [LoggerMessage(163, LogLevel.Error, "Subscribers' rows cannot be made; search and reports stay as of before, and it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
