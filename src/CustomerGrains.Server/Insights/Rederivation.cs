using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Time;
using CustomerGrains.Grains.Versions;
using CustomerGrains.Storage.ReadModel;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Insights;

/// <summary>After an activation every subscriber is reviewed by the new rules, as of when they came into force, at a bounded rate and behind the reviews
/// of those who change. Rows name the rules by which their subscriber was reviewed, so who is left is a question to them and nothing is kept: after a
/// restart the rest follows, and rules that come meanwhile take the place of those before.</summary>
public sealed partial class Rederivation : BackgroundService
{
    /// <summary>Of the reviews in a second, a twentieth: those who change, and what is due, go first.</summary>
    private const int ShareOfRate = 20;

    /// <summary>While changes are not reviewed in time, of that a tenth: it goes on, however busy the server is.</summary>
    private const int ShareWhenBehind = 10;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>Between two looks at who is left. Rows follow their reviews within it, unless many wait.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    /// <summary>The same after reviews that failed: whoever is damaged stays among those who are left.</summary>
    private static readonly TimeSpan LookAfterFailure = TimeSpan.FromSeconds(10);

    private readonly IReadModel _rows;
    private readonly IRuleBookSource _rules;
    private readonly ReviewQueue _queue;
    private readonly IGrainFactory _grains;
    private readonly IBusinessClock _clock;
    private readonly TimeProvider _time;
    private readonly ILogger<Rederivation> _logger;
    private readonly double _perStep;

    /// <summary>By which rules what follows goes.</summary>
    private string _versions = "";

    /// <summary>Rows of those who are left, as of the last look, and how many of them were reviewed since.</summary>
    private int[] _left = [];
    private int _next;

    /// <summary>Of those, reviews that failed.</summary>
    private int _failed;

    /// <summary>Reviews that time has passed for; what is not a whole one counts in the next step.</summary>
    private double _allowed;

    /// <summary>How many were left at the look before that found none to begin with; null = whoever is found is begun with.</summary>
    private int? _waited;
    private long? _lookedAt;

    /// <summary>Of <see cref="TimeProvider.GetTimestamp"/>; null = nobody was left yet.</summary>
    private long? _begunAt;
    private volatile RederivationRun? _run;

    public Rederivation(IReadModel rows, IRuleBookSource rules, ReviewQueue queue, ReviewRate rate, IGrainFactory grains, IBusinessClock clock, TimeProvider time, ILogger<Rederivation> logger)
    {
        (_rows, _rules, _queue, _grains, _clock, _time, _logger) = (rows, rules, queue, grains, clock, time, logger);
        _perStep = rate.PerSecond * Step.TotalSeconds / ShareOfRate;
    }

    /// <summary>Whether anybody is reviewed at all.</summary>
    internal bool IsOn => _perStep > 0;

    /// <summary>What this process did for the rules in force; null = nothing yet.</summary>
    internal RederivationRun? Run => _run is { } run && run.Versions == _rules.Current.Versions ? run : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsOn) return;
        await _rows.Ready.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Step, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await StepAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Their rows go on naming the rules before: a later look finds them.
                LogLater(e);
            }
        }
    }

    /// <summary>Those of <paramref name="view"/> who were not reviewed by these rules.</summary>
    internal static RowSet LeftIn(ClassView view, RuleBook rules) => view.Match(new RowCondition.Texts(SubscriberFields.Rules, RowComparison.NotEqual, rules.Versions));

    private async Task StepAsync(CancellationToken cancellationToken)
    {
        // Before the first record of all, where time is that of the records, a review does nothing.
        if (!_clock.IsSet) return;
        var rules = _rules.Current;
        if (rules.Versions != _versions) (_versions, _left, _next, _failed, _allowed, _waited, _lookedAt, _begunAt, _run) = (rules.Versions, [], 0, 0, 0, null, null, null, null);
        if (_next == _left.Length && !await LookAsync(rules, cancellationToken)) return;
        var isBehind = _queue.LongestWait > 2 * ReviewPump.Patience;
        _allowed += isBehind ? _perStep / ShareWhenBehind : _perStep;
        var count = Math.Min(_left.Length - _next, (int)_allowed);
        _allowed -= Math.Floor(_allowed);
        if (count == 0) return;
        var ids = await _rows.ReadIdsAsync(_left.AsSpan(_next, count).ToArray(), cancellationToken);
        _next += count;
        var series = new ReviewSeries(_grains);
        foreach (var id in ids) await series.ReviewAsync(id, cancellationToken);
        _failed += series.Failed;
        _run = _run! with { Reviewed = _run!.Reviewed + series.Done, Took = _time.GetElapsedTime(_begunAt!.Value) };
        if (series.Error is { } error) LogFailed(series.Level, error, series.Failed);
    }

    /// <returns>Whether there is somebody to review.</returns>
    private async Task<bool> LookAsync(RuleBook rules, CancellationToken cancellationToken)
    {
        if (_lookedAt is { } at && _time.GetElapsedTime(at) < (_failed > 0 ? LookAfterFailure : LookInterval)) return false;
        _lookedAt = _time.GetTimestamp();
        var left = await _rows.ReadClassesAsync(view => LeftIn(view, rules) is var set ? set.Take(set.Count).ToArray() : [], cancellationToken);
        if (left.Length == 0)
        {
            if (_run is { FinishTime: null }) _run = _run with { FinishTime = _time.GetUtcNow() };
            _waited = null;
            return false;
        }
        // Fewer at each look: rows of those who were reviewed are being written.
        if (_left.Length > 0 && left.Length < (_waited ?? _left.Length))
        {
            _waited = left.Length;
            return false;
        }
        _begunAt ??= _time.GetTimestamp();
        _run = (_run ?? new RederivationRun(rules.Versions, 0, TimeSpan.Zero, null)) with { FinishTime = null };
        (_left, _next, _failed, _waited) = (left, 0, 0, null);
        return true;
    }

    [LoggerMessage(EventId = 142, Level = LogLevel.Warning, Message = "Subscribers could not all be reviewed by the rules in force; the rest follow.")]
    private partial void LogLater(Exception exception);

    [LoggerMessage(EventId = 144, Message = "{Count} subscribers could not be reviewed by the rules in force; the others are, and they are tried again.")]
    private partial void LogFailed(LogLevel level, Exception exception, int count);
}
