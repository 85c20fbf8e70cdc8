namespace CustomerGrains.Domain.Time;

/// <summary>Days and months of the operator's time zone. The zone's offsets from 1970 to 2100 are laid out once, so that a
/// look-up is a search in a few hundred numbers and does not depend on the thread or on anything but the event.</summary>
public sealed class Calendar
{
    private readonly long[] _starts;
    private readonly int[] _offsets;

    /// <param name="timeZone">IANA id, such as <c>Asia/Shanghai</c>.</param>
    /// <exception cref="TimeZoneNotFoundException">This machine does not know the zone.</exception>
    public Calendar(string timeZone)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var starts = new List<long> { long.MinValue };
        var offsets = new List<int> { OffsetAt(zone, 0) };
        const long step = 86_400;
        var end = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        for (long at = 0; at < end; at += step)
        {
            var next = OffsetAt(zone, at + step);
            if (next == offsets[^1]) continue;
            var (low, high) = (at, at + step);
            while (high - low > 1)
            {
                var middle = (low + high) / 2;
                if (OffsetAt(zone, middle) == next) high = middle;
                else low = middle;
            }
            starts.Add(high);
            offsets.Add(next);
        }
        _starts = [.. starts];
        _offsets = [.. offsets];
    }

    /// <summary>Local days since 1970-01-01 of a time in seconds since 1970-01-01 UTC. The calendar ends with the year 9999, also
    /// where local time has left it already.</summary>
    public int DayOf(long time)
    {
        var local = Math.Min(time + OffsetOf(time), LastSecond);
        return (int)(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400);
    }

    /// <summary>Local time minus UTC, in seconds.</summary>
    public int OffsetOf(long time)
    {
        var starts = _starts;
        var last = starts.Length - 1;
        if (time >= starts[last]) return _offsets[last];
        var index = Array.BinarySearch(starts, time);
        return _offsets[index >= 0 ? index : ~index - 1];
    }

    /// <summary>The month, as year × 12 + month − 1, of a day in days since 1970-01-01.</summary>
    public static int MonthOf(int day)
    {
        DateOnly.FromDayNumber(day + EpochDayNumber).Deconstruct(out var year, out var month, out _);
        return year * 12 + month - 1;
    }

    /// <summary><c>yyyy-mm-dd</c>.</summary>
    public static string DayName(int day) => DateOnly.FromDayNumber(day + EpochDayNumber).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary><c>yyyy-mm</c>.</summary>
    public static string MonthName(int month) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{month / 12:0000}-{month % 12 + 1:00}");

    private const int EpochDayNumber = 719_162;

    /// <summary>9999-12-31T23:59:59.</summary>
    private const long LastSecond = 253_402_300_799;

    private static int OffsetAt(TimeZoneInfo zone, long time) => (int)zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(time)).TotalSeconds;
}
