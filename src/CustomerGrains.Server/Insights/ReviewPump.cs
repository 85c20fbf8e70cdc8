using CustomerGrains.Domain.Time;
using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Server.Calls;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Insights;

/// <summary>Reviews subscribers a second after they changed, so that one with many records is reviewed once for all of them.</summary>
internal sealed partial class ReviewPump : BackgroundService
{
    /// <summary>What a subscriber waits for more records of its own.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly ReviewQueue _queue;
    private readonly ReviewRate _rate;
    private readonly IGrainFactory _grains;
    private readonly IBusinessClock _clock;
    private readonly TimeProvider _time;
    private readonly ILogger<ReviewPump> _logger;

    public ReviewPump(ReviewQueue queue, ReviewRate rate, IGrainFactory grains, IBusinessClock clock, TimeProvider time, ILogger<ReviewPump> logger)
    {
        _queue = queue;
        _rate = rate;
        _grains = grains;
        _clock = clock;
        _time = time;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_queue.IsOn) return;
        using var timer = new PeriodicTimer(Step, _time);
        var perStep = Math.Max(1, (int)(_rate.PerSecond * Step.TotalSeconds));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!_clock.IsSet) continue;
            for (var left = perStep; left > 0 && _queue.TryTake(Patience, out var review); left--) await ReviewAsync(review, stoppingToken);
        }
    }

    private async Task ReviewAsync(WaitingReview review, CancellationToken cancellationToken)
    {
        try
        {
            await _grains.GetGrain<ISubscriberGrain>(review.Id).Review(cancellationToken: cancellationToken);
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
