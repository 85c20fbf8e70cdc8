using System.Numerics;

namespace CustomerGrains.Cli.Output;

/// <summary>Latencies in buckets of at most 1/16 of their value: a fixed 8 KB, however many there are. Safe for use by several threads.</summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 4;
    private const int Sub = 1 << SubBits;

    private readonly long[] _buckets = new long[64 * Sub];
    private long _max;

    /// <summary>Enters a latency.</summary>
    public void Add(TimeSpan latency)
    {
        var microseconds = Math.Max(0, latency.Ticks / TimeSpan.TicksPerMicrosecond);
        Interlocked.Increment(ref _buckets[Bucket(microseconds)]);
        var max = Interlocked.Read(ref _max);
        while (microseconds > max)
        {
            var seen = Interlocked.CompareExchange(ref _max, microseconds, max);
            if (seen == max) break;
            max = seen;
        }
    }

    /// <summary>The largest.</summary>
    public TimeSpan Max => TimeSpan.FromMicroseconds(Interlocked.Read(ref _max));

    /// <summary>The latency that a share of all did not exceed; zero when there are none.</summary>
    public TimeSpan Quantile(double share)
    {
        var total = 0L;
        for (var i = 0; i < _buckets.Length; i++) total += Interlocked.Read(ref _buckets[i]);
        if (total == 0) return TimeSpan.Zero;
        var rank = Math.Max(1, (long)Math.Ceiling(total * share));
        for (var i = 0; i < _buckets.Length; i++)
        {
            rank -= Interlocked.Read(ref _buckets[i]);
            if (rank <= 0) return TimeSpan.FromMicroseconds(Math.Min(UpperBound(i), Interlocked.Read(ref _max)));
        }

        return Max;
    }

    private static int Bucket(long value)
    {
        if (value < Sub) return (int)value;
        var exponent = BitOperations.Log2((ulong)value) - SubBits;
        return ((exponent + 1) * Sub) + (int)((value >> exponent) - Sub);
    }

    private static long UpperBound(int bucket)
    {
        if (bucket < Sub) return bucket;
        var exponent = (bucket / Sub) - 1;
        return ((long)(Sub + (bucket % Sub) + 1) << exponent) - 1;
    }
}
