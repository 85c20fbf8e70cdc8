using CustomerGrains.Domain.Time;
using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Server.Calls;
using CustomerGrains.Storage;
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
    private readonly ReviewRate _rate;
    private readonly IGrainFactory _grains;
    private readonly IBusinessClock _clock;
    private readonly TimeProvider _time;
    private readonly ILogger<DueReviews> _logger;

    /// <summary>Behind the last row that was dealt with: what falls due again is behind it, because time only goes on.</summary>
    private RowCursor? _after;

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
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ReviewDueAsync(stoppingToken);
            }
            catch (Exception e) when (e is StoreException || GrainCalls.IsRetryable(e))
            {
                // Those that are left are still behind the cursor.
                LogLater(e);
            }
        }
    }

    private async Task ReviewDueAsync(CancellationToken cancellationToken)
    {
        for (var left = Math.Max(Page, _rate.PerSecond / ShareOfRate); left > 0; left -= Page)
        {
            var due = new RowCondition.Numbers(SubscriberFields.NextChangeTime, RowComparison.LessOrEqual, _clock.Now / 1_000);
            var page = await _rows.SearchAsync(new RowQuery(due, ByTime, Page, _after), cancellationToken);
            foreach (var row in page.Rows) await _grains.GetGrain<ISubscriberGrain>(row.SubscriberId).Review(isDue: true, cancellationToken);
            if (page.Rows.Count > 0) _after = new RowCursor([page.Rows[^1].Number(SubscriberFields.NextChangeTime)], long.MaxValue);
            if (page.Next is null) return;
            _after = page.Next;
        }
    }

    [LoggerMessage(EventId = 141, Level = LogLevel.Warning, Message = "Subscribers whose classes are due could not all be reviewed; the rest follow.")]
    private partial void LogLater(Exception exception);
}
