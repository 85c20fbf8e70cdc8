namespace CustomerGrains.Domain.Time;

internal static class MonotonicStamp
{
    /// <summary>The larger of <paramref name="now"/>'s first stamp and the last stamp + 1, taken atomically.</summary>
    internal static long Next(ref long last, long now)
    {
        var seen = Volatile.Read(ref last);
        while (true)
        {
            var next = Math.Max(now << Stamps.CounterBits, seen + 1);
            var before = Interlocked.CompareExchange(ref last, next, seen);
            if (before == seen) return next;
            seen = before;
        }
    }
}
