using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain.Classification;

/// <summary>Months between local days, which are in days since 1970-01-01. A month after the 31st of a shorter month's neighbour is the
/// shorter month's last day.</summary>
internal static class LocalDates
{
    private const int LastMonth = (9999 * 12) + 11;

    /// <summary>Behind the calendar's last day: a day that never begins.</summary>
    internal const int Never = int.MaxValue;

    internal static int AddMonths(int day, int months)
    {
        var month = Calendar.MonthOf(day) + months;
        if (month > LastMonth) return Never;
        var first = Calendar.FirstDayOf(month);
        return Math.Min(first + day - Calendar.FirstDayOf(month - months), Calendar.FirstDayOf(month + 1) - 1);
    }

    /// <summary>Full months from a day to another; 0 when that is earlier.</summary>
    internal static int FullMonths(int from, int to)
    {
        var months = Calendar.MonthOf(to) - Calendar.MonthOf(from);
        return Math.Max(0, AddMonths(from, months) > to ? months - 1 : months);
    }

    /// <summary>Months from a day to another, a begun one counted; 0 when that is not later.</summary>
    internal static int BegunMonths(int from, int to)
    {
        var months = Calendar.MonthOf(to) - Calendar.MonthOf(from);
        return Math.Max(0, AddMonths(from, months) < to ? months + 1 : months);
    }
}
