using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Server.Calls;

namespace CustomerGrains.Server.Insights;

/// <summary>Reviews of subscribers one after the other, for what their rows say is due: one that is damaged, or cannot be reached now, does not keep the others.</summary>
internal sealed class ReviewSeries(IGrainFactory grains)
{
    /// <summary>Reviews that took place.</summary>
    internal int Done { get; private set; }

    /// <summary>Reviews that did not.</summary>
    internal int Failed { get; private set; }

    /// <summary>Why one of them did not: one that does not get better by itself, if there is any; null = none failed.</summary>
    internal Exception? Error { get; private set; }

    /// <summary>An error for what stays as it is, a warning for what gets better by itself.</summary>
    internal LogLevel Level => Error is null || GrainCalls.IsRetryable(Error) ? LogLevel.Warning : LogLevel.Error;

    internal async Task ReviewAsync(string subscriberId, CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<ISubscriberGrain>(subscriberId).Review(isDue: true, cancellationToken);
            Done++;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Failed++;
            if (Error is null || (GrainCalls.IsRetryable(Error) && !GrainCalls.IsRetryable(e))) Error = e;
        }
    }
}
