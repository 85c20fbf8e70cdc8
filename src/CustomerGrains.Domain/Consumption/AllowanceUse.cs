using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Time;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Consumption;

/// <summary>How far an allowance of the plan is used in the bill month of a time (domain §3.1).</summary>
/// <param name="Included">Minutes, messages or octets.</param>
/// <param name="Used">In the same unit.</param>
/// <param name="RunsOut">When it is used up if the month goes on as it went so far, seconds since 1970-01-01 UTC; the present when it is
/// used up already; null when the month ends first.</param>
public readonly record struct AllowanceUse(ServiceKind Service, long Included, long Used, long? RunsOut)
{
    public long Left => Math.Max(0, Included - Used);

    /// <summary>The plan's allowances, one each.</summary>
    /// <param name="now">Seconds since 1970-01-01 UTC.</param>
    public static List<AllowanceUse> Of(SubscriberState state, PlanAllowances plan, FoldParameters parameters, long now)
    {
        var month = Calendar.MonthOf(parameters.Calendar.DayOf(now));
        var (start, end) = (parameters.Calendar.StartOf(Calendar.FirstDayOf(month)), parameters.Calendar.StartOf(Calendar.FirstDayOf(month + 1)));
        Int128 minutes = 0, messages = 0, octets = 0;
        foreach (ref readonly var total in state.Months)
        {
            if (total.Period != month) continue;
            var sign = total.IsReversal ? -1 : 1;
            if (total.Measure == UsageMeasure.BilledMinutes && total.Direction == UsageDirection.Outgoing) minutes += sign * total.Amount;
            if (total.Measure != UsageMeasure.All) continue;
            if (total.Service == ServiceKind.Sms && total.Direction == UsageDirection.Outgoing) messages += sign * (long)total.Count;
            if (total.Service == ServiceKind.Data) octets += sign * total.Amount;
        }
        var uses = new List<AllowanceUse>();
        Add(ServiceKind.Voice, plan.Minutes, minutes);
        Add(ServiceKind.Sms, plan.Messages, messages);
        Add(ServiceKind.Data, plan.Octets, octets);
        return uses;

        void Add(ServiceKind service, long? included, Int128 sum)
        {
            if (included is not { } limit) return;
            var used = (long)Int128.Clamp(sum, 0, long.MaxValue);
            uses.Add(new AllowanceUse(service, limit, used, RunsOutAt(limit, used, start, end, now)));
        }
    }

    private static long? RunsOutAt(long included, long used, long start, long end, long now)
    {
        if (used >= included) return now;
        if (used == 0 || now <= start) return null;
        var at = start + (double)(now - start) * included / used;
        return at < end ? (long)at : null;
    }
}
