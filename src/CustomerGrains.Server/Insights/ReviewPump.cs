using CustomerGrains.Domain.Time;
using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Server.Calls;
using CustomerGrains.Storage;
using CustomerGrains.Storage.ReadModel;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Insights;

/// <summary>Reviews subscribers half a second after they changed, so that one with many records is reviewed once for all of them; and again some minutes
/// later where only numbers changed, which search has by then.</summary>
internal sealed partial class ReviewPump : BackgroundService
{
    /// <summary>What a subscriber waits for more records of its own.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>Reviews in a row, half a millisecond: then whoever waits for a thread has a turn.</summary>
    private const int AtOnce = 64;

    private readonly ReviewQueue _queue;
    private readonly ReviewRate _rate;
    private readonly IRowSink _rows;
    private readonly ReadModelOptions _options;
    private readonly IGrainFactory _grains;
    private readonly IBusinessClock _clock;
    private readonly IIntakeLoad _load;
    private readonly TimeProvider _time;
    private readonly ILogger<ReviewPump> _logger;

    public ReviewPump(ReviewQueue queue, ReviewRate rate, IRowSink rows, ReadModelOptions options, IGrainFactory grains, IBusinessClock clock, IIntakeLoad load, TimeProvider time, ILogger<ReviewPump> logger)
    {
        _queue = queue;
        _rate = rate;
        _rows = rows;
        _options = options;
        _grains = grains;
        _clock = clock;
        _load = load;
        _time = time;
        _logger = logger;
    }

    /// <summary>Numbers that wait are handed on, as many as are written at a stop; those of the others the next start makes again.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            for (var left = _options.MaxRowsAtStop; left > 0 && !cancellationToken.IsCancellationRequested && _queue.TryTakeNumbers(TimeSpan.Zero, out var review); left--) await ReviewAsync(review, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The stop has no more time: this one's are made again too.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_queue.IsOn) return;
        using var timer = new PeriodicTimer(Step, _time);
        var pace = _rate.PaceOf(Step, _load);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!_clock.IsSet) continue;
            for (var left = pace.Next(); left > 0 && TryTake(out var review); left--)
            {
                await ReviewAsync(review, stoppingToken);
                if (left % AtOnce == 0) await Task.Yield();
            }
        }
    }

    /// <summary>Who changed goes before numbers that fell due.</summary>
    private bool TryTake(out WaitingReview review)
    {
        if (_rows.Waiting < _options.MaxWaitingForReviews && _queue.TryTake(Patience, out review)) return true;
        review = default;
        return _rows.Waiting < _options.MaxWaitingForNumbers && _queue.TryTakeNumbers(_options.NumbersInterval, out review);
    }

    private async Task ReviewAsync(WaitingReview review, CancellationToken cancellationToken)
    {
        try
        {
            await _grains.GetGrain<ISubscriberGrain>(review.Id).Review(isDue: review.IsOfNumbers, cancellationToken);
        }
        catch (Exception e) when (GrainCalls.IsRetryable(e))
        {
            // Its successor is asked, behind those who wait; its change counts on as the earliest that it is.
            _queue.Ask(review.Id, review.Changed);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(e);
        }
        _queue.Done(review);
    }

    [LoggerMessage(EventId = 140, Level = LogLevel.Error, Message = "A subscriber could not be reviewed; what is remembered of its classes stays as it was.")]
    private partial void LogFailed(Exception exception);
}
