using System.Collections.Concurrent;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Rollups;
using CustomerGrains.Grains.Entities;
using CustomerGrains.Grains.Rollups;
using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Server.Calls;
using CustomerGrains.Storage;
using CustomerGrains.Storage.Log;
using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Server.Rollups;

/// <summary>Takes what lines report to the roll-ups of their customers, accounts and groups. Whoever hands reports in does so again until they are on
/// disk: what is lost by a crash is found by the rows, which come behind (<see cref="IRowFollower"/>), and a command is acknowledged behind its own.</summary>
public sealed partial class RollupDelivery : IRowFollower
{
    /// <summary>Calls under way at a time: most find their grain asleep, and read it from disk.</summary>
    private const int MaxCalls = 8;

    private const int MaxAttempts = 8;

    /// <summary>What all roll-ups together have to answer in: search waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Between two messages of a kind: the same fails four times a second.</summary>
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);

    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;
    private readonly IRowSource _source;
    private readonly TimeProvider _time;
    private readonly ILogger<RollupDelivery> _logger;

    /// <summary>Calls that have taken longer than <see cref="Patience"/>, while they are under way: whoever does not answer is not asked more.</summary>
    private readonly ConcurrentDictionary<RollupTarget, Task> _overdue = new();

    /// <summary>When the last message of a kind was logged, of <see cref="TimeProvider.GetTimestamp"/>; 0 = none was.</summary>
    private long _laterLogged;
    private long _failedLogged;

    public RollupDelivery(IGrainFactory grains, GrainCalls calls, IRowSource source, TimeProvider time, ILogger<RollupDelivery> logger)
    {
        _time = time;
        _grains = grains;
        _calls = calls;
        _source = source;
        _logger = logger;
    }

    /// <summary>Returns when every roll-up concerned has, on disk, what these subscribers are now.</summary>
    /// <exception cref="TimeoutException">Some has not, yet; the same again.</exception>
    /// <exception cref="StoreException">A subscriber cannot be read now; the same again.</exception>
    internal async Task DeliverAsync(IEnumerable<string> subscribers, CancellationToken cancellationToken)
    {
        var ids = subscribers.ToList();
        for (var attempt = 1; ids.Count > 0; attempt++)
        {
            var rows = await Task.WhenAll(ids.Select(id => _source.ReadAsync(id, cancellationToken).AsTask()));
            ids = [.. await FollowAsync([.. rows.OfType<SubscriberRow>()], cancellationToken)];
            if (ids.Count == 0) return;
            if (attempt == MaxAttempts) throw new TimeoutException("What was recorded could not be told to all customers, accounts and groups that it names; call again.");
            await _calls.PauseAsync(attempt, cancellationToken);
        }
    }

    public async Task<IReadOnlySet<string>> FollowAsync(IReadOnlyCollection<SubscriberRow> rows, CancellationToken cancellationToken)
    {
        var calls = rows.SelectMany(static row => row.Reports).GroupBy(static report => report.Target).SelectMany(static target => target.Chunk(MembersReported.MaxReports));
        var late = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var began = _time.GetTimestamp();
        var turns = new ConcurrentBag<(TargetedReport[] Reports, Ticket Ticket)>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxCalls, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(calls, options, async (reports, cancel) =>
        {
            if (await AskAsync(reports, Left(), cancel) is { } ticket) turns.Add((reports, ticket));
            else Mark(reports);
        });
        // Turns run ahead of the disk: one wait covers most of them.
        foreach (var (reports, ticket) in turns)
        {
            try
            {
                await _calls.EnsureDurable(ticket, cancellationToken).AsTask().WaitAsync(Left(), _time, cancellationToken);
            }
            catch (Exception e) when (e is EntityUnavailableException or TimeoutException)
            {
                Mark(reports);
            }
        }
        await ForgetAsync(rows.Where(row => !late.ContainsKey(row.SubscriberId)), Left, cancellationToken);
        return late.Keys.ToHashSet(StringComparer.Ordinal);

        TimeSpan Left() => _time.GetElapsedTime(began) is var elapsed && elapsed < Patience ? Patience - elapsed : TimeSpan.Zero;

        void Mark(TargetedReport[] reports)
        {
            foreach (var report in reports) late.TryAdd(report.Report.SubscriberId, true);
        }
    }

    /// <returns>Null: call again.</returns>
    private async Task<Ticket?> AskAsync(TargetedReport[] reports, TimeSpan left, CancellationToken cancellationToken)
    {
        var target = reports[0].Target;
        if (left == TimeSpan.Zero || _overdue.ContainsKey(target)) return null;
        var call = ReportAsync(reports, cancellationToken);
        try
        {
            return await call.WaitAsync(left, _time, cancellationToken);
        }
        catch (TimeoutException e)
        {
            _overdue[target] = call;
            _ = call.ContinueWith(done => _overdue.TryRemove(KeyValuePair.Create(target, (Task)done)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            if (IsTimeToLog(ref _laterLogged)) LogLater(e, reports.Length);
            return null;
        }
    }

    /// <returns>Null: call again.</returns>
    private async Task<Ticket?> ReportAsync(TargetedReport[] reports, CancellationToken cancellationToken)
    {
        try
        {
            var body = MembersReported.Write([.. reports.Select(static r => r.Report)]);
            return (await _grains.GetGrain<IRollupGrain>(reports[0].Target.EntityId).Report(body, cancellationToken)).Ticket;
        }
        catch (Exception e) when (e is CorruptDataException or StoreCorruptException)
        {
            // It would not get better: a roll-up that cannot be read holds up nobody's search.
            if (IsTimeToLog(ref _failedLogged)) LogFailed(e, reports[0].Target.Kind);
            return Ticket.None;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, as a server that stops has many ways to say so: nothing counts as told that was not.
            if (IsTimeToLog(ref _laterLogged)) LogLater(e, reports.Length);
            return null;
        }
    }

    /// <summary>What roll-ups know now that no fact names any more need not be remembered. A hint: told again, they take it again.</summary>
    private async Task ForgetAsync(IEnumerable<SubscriberRow> rows, Func<TimeSpan> left, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            List<RollupTarget> told = [.. row.Reports.Where(static r => r.IsForgotten).Select(static r => r.Target)];
            if (told.Count == 0) continue;
            try
            {
                await _grains.GetGrain<ISubscriberGrain>(row.SubscriberId).ForgetRollups(RollupsForgotten.Write(told), row.Version, cancellationToken).AsTask().WaitAsync(left(), _time, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                if (IsTimeToLog(ref _laterLogged)) LogLater(e, told.Count);
            }
        }
    }

    private bool IsTimeToLog(ref long last)
    {
        var before = Volatile.Read(ref last);
        return (before == 0 || _time.GetElapsedTime(before) >= LogInterval) && Interlocked.CompareExchange(ref last, _time.GetTimestamp(), before) == before;
    }

    [LoggerMessage(EventId = 145, Level = LogLevel.Warning, Message = "{Count} reports between subscribers and roll-ups could not be made; they are made again.")]
    private partial void LogLater(Exception exception, int count);

    [LoggerMessage(EventId = 146, Level = LogLevel.Error, Message = "The roll-up of a {Kind} takes no reports; it stays as it is.")]
    private partial void LogFailed(Exception exception, RollupKind kind);
}
