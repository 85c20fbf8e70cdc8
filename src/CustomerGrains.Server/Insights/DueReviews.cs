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

    /// <summary>From one beginning to the next, at most; and before a row that goes on being due is looked at again.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);
    private static readonly IReadOnlyList<RowOrder> ByTime = [new RowOrder(SubscriberFields.NextChangeTime, IsDescending: false)];

    private readonly IReadModel _rows;
    private readonly ReviewRate _rate;
    private readonly IGrainFactory _grains;
    private readonly IBusinessClock _clock;
    private readonly TimeProvider _time;
    private readonly ILogger<DueReviews> _logger;

    /// <summary>Behind the last row that was dealt with; null = from the beginning. Rows are written in batches, after the times that they name: one can
    /// come before others that were dealt with.</summary>
    private RowCursor? _after;

    /// <summary>Those looked at in this round, with the time that they were due at: their new rows may not be written yet, or they are damaged.</summary>
    private readonly Dictionary<string, long> _looked = new(StringComparer.Ordinal);
    private long _begunAt;

    public DueReviews(IReadModel rows, ReviewRate rate, IGrainFactory grains, IBusinessClock clock, TimeProvider time, ILogger<DueReviews> logger)
    {
        _rows = rows;
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
        if (_time.GetElapsedTime(_begunAt) >= Round)
        {
            (_after, _begunAt) = (null, _time.GetTimestamp());
            _looked.Clear();
        }
        var series = new ReviewSeries(_grains);
        for (var left = Math.Max(Page, _rate.PerSecond / ShareOfRate); left > 0;)
        {
            var due = new RowCondition.Numbers(SubscriberFields.NextChangeTime, RowComparison.LessOrEqual, _clock.Now / 1_000);
            var page = await _rows.SearchAsync(new RowQuery(due, ByTime, Page, _after), cancellationToken);
            foreach (var row in page.Rows)
            {
                var at = row.Number(SubscriberFields.NextChangeTime);
                if (_looked.TryGetValue(row.SubscriberId, out var before) && before == at) continue;
                await series.ReviewAsync(row.SubscriberId, cancellationToken);
                _looked[row.SubscriberId] = at;
                left--;
            }
            _after = page.Next;
            if (_after is null) break;
        }
        if (series.Error is { } error) LogFailed(series.Level, error, series.Failed);
    }

    [LoggerMessage(EventId = 141, Level = LogLevel.Warning, Message = "Subscribers whose classes are due could not all be reviewed; the rest follow.")]
    private partial void LogLater(Exception exception);

    [LoggerMessage(EventId = 143, Message = "{Count} subscribers whose classes are due could not be reviewed; they are tried again in a minute.")]
    private partial void LogFailed(LogLevel level, Exception exception, int count);
}
