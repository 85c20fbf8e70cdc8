namespace CustomerGrains.Domain.Time;

/// <summary>Business time is what the stream of usage says: the first accepted event sets it, later ones advance it, never
/// back and at most <see cref="MaxStep"/> a record, so that one impossible time moves it little. For replays and load tests.</summary>
public sealed class StreamClock : IBusinessClock
{
    /// <summary>Most that one record advances the clock by.</summary>
    public static readonly TimeSpan MaxStep = TimeSpan.FromDays(1);

    /// <summary>How far back a record may start: the 14 months that state is kept for.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(427);

    /// <summary>Business time before this (milliseconds since 1970-01-01 UTC) is not yet set by an event: stamps alone have moved it.</summary>
    public static readonly long Unset = (long)TimeSpan.FromDays(1).TotalMilliseconds;

    private long _now;
    private long _stamp;

    /// <param name="nowAtOpen">Largest business time in the store, milliseconds since 1970-01-01 UTC; 0 in a new one.</param>
    public StreamClock(long nowAtOpen)
    {
        _now = nowAtOpen;
        _stamp = Stamps.After(nowAtOpen);
    }

    public long Now => Volatile.Read(ref _now);

    public bool IsSet => Now >= Unset;

    public long Stamp() => MonotonicStamp.Next(ref _stamp, Now);

    public void Observe(long eventTime)
    {
        var seen = Volatile.Read(ref _now);
        while (eventTime > seen)
        {
            var next = seen < Unset ? eventTime : Math.Min(eventTime, seen + (long)MaxStep.TotalMilliseconds);
            var before = Interlocked.CompareExchange(ref _now, next, seen);
            if (before == seen) return;
            seen = before;
        }
    }

    public TimeVerdict Judge(long eventTime) => Judge(eventTime, Now);

    public TimeVerdict Judge(long eventTime, long receivedAt) =>
        eventTime < receivedAt - (long)MaxAge.TotalMilliseconds ? TimeVerdict.TooOld : TimeVerdict.Possible;
}
