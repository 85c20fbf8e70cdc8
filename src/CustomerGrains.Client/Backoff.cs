namespace CustomerGrains.Client;

/// <summary>How long to wait before trying again.</summary>
internal static class Backoff
{
    /// <summary>
    /// Doubles from <paramref name="min"/> with each attempt (from 1), to at most <paramref name="max"/>; half of it is random, so that
    /// many clients of a server that comes back do not all come at once.
    /// </summary>
    public static TimeSpan Delay(int attempt, TimeSpan min, TimeSpan max, Random jitter)
    {
        var ceiling = Math.Min(max.TotalMilliseconds, min.TotalMilliseconds * Math.Pow(2, Math.Min(attempt - 1, 30)));
        return TimeSpan.FromMilliseconds(ceiling * (0.5 + (jitter.NextDouble() / 2)));
    }
}
