using System.Globalization;

namespace Grpc.Embedded;

/// <summary>The <c>grpc-timeout</c> header: at most eight digits and a unit.</summary>
internal static class GrpcTimeout
{
    private const int MaxValue = 99_999_999;

    /// <summary>The longest time-out there is: about three years.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(MaxValue);

    /// <summary>Reads a header; false when it is not well-formed: zero is not, by the specification.</summary>
    public static bool TryParse(string? header, out TimeSpan timeout)
    {
        timeout = default;
        if (header is not { Length: >= 2 and <= 9 }) return false;
        if (!long.TryParse(header.AsSpan(0, header.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return false;
        long ticks = header[^1] switch
        {
            'H' => value * TimeSpan.TicksPerHour,
            'M' => value * TimeSpan.TicksPerMinute,
            'S' => value * TimeSpan.TicksPerSecond,
            'm' => value * TimeSpan.TicksPerMillisecond,
            'u' => value * TimeSpan.TicksPerMicrosecond,
            'n' => DivideUp(value, TimeSpan.NanosecondsPerTick),
            _ => -1,
        };
        if (ticks <= 0) return false;
        timeout = TimeSpan.FromTicks(Math.Min(ticks, Longest.Ticks));
        return true;
    }

    /// <summary>Writes a header in the finest unit that has room for it, rounded up, so that the server never gives up before the caller.</summary>
    public static string Format(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero) return "1n";
        var microseconds = DivideUp(timeout.Ticks, TimeSpan.TicksPerMicrosecond);
        if (microseconds <= MaxValue) return Text(microseconds, 'u');
        var milliseconds = DivideUp(timeout.Ticks, TimeSpan.TicksPerMillisecond);
        if (milliseconds <= MaxValue) return Text(milliseconds, 'm');
        return Text(Math.Min(DivideUp(timeout.Ticks, TimeSpan.TicksPerSecond), MaxValue), 'S');
    }

    private static long DivideUp(long value, long by) => (value + by - 1) / by;

    private static string Text(long value, char unit) => string.Create(CultureInfo.InvariantCulture, $"{value}{unit}");
}
