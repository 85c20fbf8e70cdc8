using CustomerGrains.Domain.Time;
using CustomerGrains.Storage.ReadModel;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Insights;

/// <summary>Reviews subscribers whose classes may have changed by themselves. When that is stands in the read model's rows, so that it is known after any
/// downtime; rows that are lost are made again from the log, so it is never the only copy (core rule 23). A subscriber that takes a fact meanwhile
/// is reviewed before that by itself.</summary>
internal sealed partial class DueReviews : BackgroundService
{
    private const int Page = 1_000;

    /// <summary>Of the reviews in a second, a tenth: a day's beginning is due for everybody at once, and those who change go first.</summary>
    private const int ShareOfRate = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly IReadOnlyList<RowOrder> ByTime = [new RowOrder(SubscriberFields.NextChangeTime, IsDescending: false)];

    private readonly IReadModel _rows;
    private readonly IRowSink _sink;
    private readonly ReadModelOptions _options;
    private readonly ReviewRate _rate;
    private readonly IGrainFactory _grains;
    private readonly IBusinessClock _clock;
    private readonly TimeProvider _time;
    private readonly ILogger<DueReviews> _logger;

    /// <summary>From one beginning to the next: long enough for the rows of most who were reviewed to say when they are due again, which takes up to
    /// <see cref="ReadModelOptions.NumbersInterval"/> where no class changed.</summary>
    private readonly TimeSpan _round;

    /// <summary>Behind the last row that was dealt with; null = from the beginning. What falls due again is mostly behind it, because time only goes on; but a row
    /// that was written late, or whose review failed, is before it, and is found from the next beginning on.</summary>
    private RowCursor? _after;
    private long _begunAt;

    public DueReviews(IReadModel rows, IRowSink sink, ReviewRate rate, IGrainFactory grains, IBusinessClock clock, ReadModelOptions options, TimeProvider time, ILogger<DueReviews> logger)
    {
        _round = 2 * options.NumbersInterval;
        (_rows, _sink, _options) = (rows, sink, options);
        _rate = rate;
        _grains = grains;
        _clock = clock;
        _time = time;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_rate.PerSecond == 0) return;
        await _rows.Ready.WaitAsync(stoppingToken);
        _begunAt = _time.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ReviewDueAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Those that are left are still behind the cursor.
                LogLater(e);
            }
        }
    }

    private async Task ReviewDueAsync(CancellationToken cancellationToken)
    {
        if (_time.GetElapsedTime(_begunAt) >= _round) (_after, _begunAt) = (null, _time.GetTimestamp());
        var series = new ReviewSeries(_grains);
        for (var left = Math.Max(Page, _rate.PerSecond / ShareOfRate); left > 0 && _sink.Waiting < _options.MaxWaitingForReviews; left -= Page)
        {
            var due = new RowCondition.Numbers(SubscriberFields.NextChangeTime, RowComparison.LessOrEqual, _clock.Now / 1_000);
            var page = await _rows.SearchAsync(new RowQuery(due, ByTime, Page, _after), cancellationToken);
            foreach (var row in page.Rows) await series.ReviewAsync(row.SubscriberId, cancellationToken);
            if (page.Rows.Count > 0) _after = new RowCursor([page.Rows[^1].Number(SubscriberFields.NextChangeTime)], long.MaxValue);
            if (page.Next is null) break;
            _after = page.Next;
        }
        if (series.Error is { } error) LogFailed(series.Level, error, series.Failed);
    }

    [LoggerMessage(EventId = 141, Level = LogLevel.Warning, Message = "Subscribers whose classes are due could not all be reviewed; the rest follow.")]
    private partial void LogLater(Exception exception);

    [LoggerMessage(EventId = 143, Message = "{Count} subscribers whose classes are due could not be reviewed; they are tried again in some minutes.")]
    private partial void LogFailed(LogLevel level, Exception exception, int count);
}
