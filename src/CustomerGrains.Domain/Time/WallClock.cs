namespace CustomerGrains.Domain.Time;

/// <summary>Business time is the machine's time, but never behind what the store has already seen: a clock that is set back
/// stands still here until it has caught up.</summary>
public sealed class WallClock : IBusinessClock
{
    /// <summary>How far ahead a record's clock may be.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromHours(24);

    /// <summary>How far back a record may start.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(92);

    private readonly TimeProvider _time;
    private long _now;
    private long _stamp;

    /// <param name="nowAtOpen">Largest business time in the store, milliseconds since 1970-01-01 UTC.</param>
    public WallClock(TimeProvider time, long nowAtOpen)
    {
        _time = time;
        _now = nowAtOpen;
        _stamp = Stamps.After(nowAtOpen);
    }

    public long Now
    {
        get
        {
            var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
            var seen = Volatile.Read(ref _now);
            while (now > seen)
            {
                var before = Interlocked.CompareExchange(ref _now, now, seen);
                if (before == seen) return now;
                seen = before;
            }
            return seen;
        }
    }

    public long Stamp() => MonotonicStamp.Next(ref _stamp, Now);

    public void Observe(long eventTime)
    {
    }

    public TimeVerdict Judge(long eventTime) => Judge(eventTime, Now);

    public TimeVerdict Judge(long eventTime, long receivedAt) =>
        eventTime > receivedAt + (long)MaxAhead.TotalMilliseconds ? TimeVerdict.TooNew
        : eventTime < receivedAt - (long)MaxAge.TotalMilliseconds ? TimeVerdict.TooOld
        : TimeVerdict.Possible;
}
