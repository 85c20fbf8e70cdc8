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
    public int DayOf(long time) => DayOf(time, out _);

    /// <inheritdoc cref="DayOf(long)"/>
    /// <param name="secondOfDay">By the local clock, 0 to 86,399.</param>
    public int DayOf(long time, out int secondOfDay)
    {
        var local = Math.Min(time + OffsetOf(time), LastSecond);
        var day = (int)(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400);
        secondOfDay = (int)(local - day * 86_400L);
        return day;
    }

    /// <summary>Local time minus UTC, in seconds.</summary>
    public int OffsetOf(long time) => _offsets[SegmentOf(time)];

    private int SegmentOf(long time)
    {
        var starts = _starts;
        var last = starts.Length - 1;
        if (time >= starts[last]) return last;
        var index = Array.BinarySearch(starts, time);
        return index >= 0 ? index : ~index - 1;
    }

    /// <summary>The month, as year × 12 + month − 1, of a day in days since 1970-01-01.</summary>
    public static int MonthOf(int day)
    {
        DateOnly.FromDayNumber(day + EpochDayNumber).Deconstruct(out var year, out var month, out _);
        return year * 12 + month - 1;
    }

    /// <summary>The first day of a month, in days since 1970-01-01; also of the month behind the calendar's last, where that ends.</summary>
    public static int FirstDayOf(int month) =>
        (month > LastMonth ? DateOnly.MaxValue.DayNumber + 1 : new DateOnly(month / 12, month % 12 + 1, 1).DayNumber) - EpochDayNumber;

    /// <summary>When a local day begins, in seconds since 1970-01-01 UTC: the first time that the local clock shows midnight or, where
    /// that hour or the whole day does not exist, more.</summary>
    public long StartOf(int day)
    {
        var midnight = day * 86_400L;
        var i = SegmentOf(midnight - MaxOffset);
        while (true)
        {
            var start = Math.Max(_starts[i], midnight - _offsets[i]);
            if (++i == _starts.Length || start < _starts[i]) return start;
        }
    }

    /// <summary><c>yyyy-mm-dd</c>.</summary>
    public static string DayName(int day) => DateOnly.FromDayNumber(day + EpochDayNumber).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary><c>yyyy-mm</c>.</summary>
    public static string MonthName(int month) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{month / 12:0000}-{month % 12 + 1:00}");

    private const int EpochDayNumber = 719_162;

    /// <summary>9999-12.</summary>
    private const int LastMonth = 9999 * 12 + 11;

    /// <summary>No zone is further ahead of UTC, in seconds.</summary>
    private const int MaxOffset = 15 * 3_600;

    /// <summary>9999-12-31T23:59:59.</summary>
    private const long LastSecond = 253_402_300_799;

    private static int OffsetAt(TimeZoneInfo zone, long time) => (int)zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(time)).TotalSeconds;
}
