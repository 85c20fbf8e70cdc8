using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>In which periods something counts.</summary>
/// <param name="Hour">Hours since 1970-01-01 UTC; beyond <see cref="UsageSlot.MaxPeriod"/> there is no place for it.</param>
/// <param name="Day">Local days since 1970-01-01.</param>
/// <param name="Month">Bill month, year × 12 + month − 1.</param>
internal readonly record struct UsagePlace(int Hour, int Day, int Month)
{
    /// <param name="startTime">Seconds since 1970-01-01 UTC.</param>
    internal static UsagePlace Of(long startTime, FoldParameters parameters, out bool isPeak)
    {
        var day = parameters.Calendar.DayOf(startTime, out var secondOfDay);
        isPeak = parameters.IsPeak(secondOfDay);
        return new UsagePlace((int)Math.Min(startTime / 3_600, UsageSlot.MaxPeriod + 1), day, Calendar.MonthOf(day));
    }
}
