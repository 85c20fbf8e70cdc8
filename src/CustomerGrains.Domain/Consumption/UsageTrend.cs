using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Time;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Consumption;

/// <summary>Where the use of a service is going (domain §3.1, §3.4): the slope of the last three full months, and this month to date
/// against the same days of the month before.</summary>
/// <param name="SlopePerMonth">Least squares over the three months, as a share of their mean; null when the subscription does not
/// cover three full months, or nothing was used in them.</param>
/// <param name="MonthToDate">Seconds of voice, octets of data and MMS, messages or events else.</param>
/// <param name="SameDaysBefore">The month before, up to the same day; in its last days, when that is shorter, all of it.</param>
/// <param name="IsProrated">The days of the month before are no longer all in the window: its total × days / its length stands in.</param>
public readonly record struct UsageTrend(ServiceKind Service, double? SlopePerMonth, ulong MonthToDate, ulong SameDaysBefore, bool IsProrated)
{
    /// <summary>At least so much a month, up or down, is a direction.</summary>
    public const double Threshold = 0.10;

    private const int Months = 3;

    /// <summary>1 rising, 0 steady, −1 falling; null as <see cref="SlopePerMonth"/>.</summary>
    public int? Direction => SlopePerMonth switch
    {
        null => null,
        >= Threshold => 1,
        <= -Threshold => -1,
        _ => 0,
    };

    /// <summary>The trend of one service at a time.</summary>
    /// <param name="now">Seconds since 1970-01-01 UTC.</param>
    public static UsageTrend Of(SubscriberState state, ServiceKind service, FoldParameters parameters, long now)
    {
        var today = parameters.Calendar.DayOf(now);
        var month = Calendar.MonthOf(today);
        Span<double> full = stackalloc double[Months];
        double thisMonth = 0, before = 0;
        foreach (ref readonly var total in state.Months)
        {
            if (total.Service != service || total.Measure != UsageMeasure.All) continue;
            var amount = SignedAmount(total);
            if (total.Period == month) thisMonth += amount;
            if (total.Period == month - 1) before += amount;
            if (total.Period < month && total.Period >= month - Months) full[total.Period - (month - Months)] += amount;
        }
        var (same, isProrated) = SameDays(state, service, parameters, today, month, before);
        return new UsageTrend(service, Slope(state, full, parameters, month), ToAmount(thisMonth), ToAmount(same), isProrated);
    }

    private static double? Slope(SubscriberState state, ReadOnlySpan<double> months, FoldParameters parameters, int month)
    {
        if (state.Profile is not { } profile || profile.ActivationTime > parameters.Calendar.StartOf(Calendar.FirstDayOf(month - Months))) return null;
        var mean = (months[0] + months[1] + months[2]) / Months;
        // Least squares through three evenly spaced points is half the way from the first to the last.
        return mean > 0 ? (months[2] - months[0]) / 2 / mean : null;
    }

    private static (double Amount, bool IsProrated) SameDays(SubscriberState state, ServiceKind service, FoldParameters parameters, int today, int month, double before)
    {
        var first = Calendar.FirstDayOf(month);
        var firstBefore = Calendar.FirstDayOf(month - 1);
        var length = first - firstBefore;
        var days = Math.Min(today - first + 1, length);
        if (days == length) return (before, false);
        var latest = state.Days.Length > 0 ? state.Days[^1].Period : int.MinValue;
        if (latest != int.MinValue && firstBefore <= latest - parameters.DayWindow) return (before * days / length, true);
        double sum = 0;
        foreach (ref readonly var total in state.Days)
        {
            if (total.Service == service && total.Measure == UsageMeasure.All && total.Period >= firstBefore && total.Period < firstBefore + days) sum += SignedAmount(total);
        }
        return (sum, false);
    }

    private static double SignedAmount(in UsageTotal total)
    {
        var amount = total.Service is ServiceKind.Voice or ServiceKind.Data or ServiceKind.Mms ? total.Amount : total.Count;
        return total.IsReversal ? -amount : amount;
    }

    private static ulong ToAmount(double amount) => (ulong)Math.Clamp(Math.Round(amount), 0, long.MaxValue);
}
