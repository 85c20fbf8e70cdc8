using System.Runtime.CompilerServices;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Time;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Classification;

/// <summary>What the windows of a subscriber come to for the classes: one pass over its months and one over its days.</summary>
internal struct UsageDigest
{
    /// <summary>Days that are kept apart, today included.</summary>
    internal const int Days = 35;

    private const int Months = MonthAmounts.Length + 1;

    private MonthBuffer _months;
    private DayBuffer _sessions;
    private DayBuffer _charges;

    /// <summary>Events of this month to date.</summary>
    internal long MonthToDate { get; private set; }

    /// <summary>Events of the same days of the month before; where the window does not hold them all, its total in proportion.</summary>
    internal double SameDaysBefore { get; private set; }

    /// <summary>The first day ahead of the present with use, which counts when it begins; <see cref="LocalDates.Never"/> = none.</summary>
    internal int NextDay { get; private set; }

    /// <param name="ago">0 = the month looked at … <see cref="MonthAmounts.Length"/>.</param>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    internal readonly ref readonly MonthUse Month(int ago) => ref ((ReadOnlySpan<MonthUse>)_months)[ago];

    /// <summary>Events by day, 0 = today.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    internal readonly ReadOnlySpan<long> Sessions => _sessions;

    /// <summary>Charges by day, micros, 0 = today.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    internal readonly ReadOnlySpan<long> Charges => _charges;

    /// <param name="month">The month looked at.</param>
    internal static UsageDigest Of(SubscriberState state, FoldParameters parameters, int today, int month)
    {
        var digest = new UsageDigest { NextDay = LocalDates.Never };
        Span<MonthUse> months = digest._months;
        foreach (ref readonly var total in state.Months)
        {
            var ago = month - total.Period;
            if ((uint)ago < Months) Add(ref months[ago], total);
        }
        digest.AddDays(state, parameters, today, month);
        return digest;
    }

    private static void Add(ref MonthUse month, in UsageTotal total)
    {
        var (count, amount) = total.IsReversal ? (-(long)total.Count, -total.Amount) : (total.Count, total.Amount);
        var isOutgoing = total.Direction == UsageDirection.Outgoing;
        switch (total.Measure)
        {
            case UsageMeasure.All:
                month.Sessions += count;
                if (isOutgoing) month.Outgoing += count;
                if (total.Service == ServiceKind.Voice)
                {
                    month.Calls += count;
                    month.VoiceSeconds += amount;
                }
                if (total.Service is ServiceKind.Data or ServiceKind.Mms) month.Octets += amount;
                if (total.Service != ServiceKind.Data) break;
                month.DataOctets += amount;
                if (isOutgoing) month.OutgoingData += count;
                break;
            case UsageMeasure.OnNet when total.Service == ServiceKind.Voice: month.OnNetSeconds += amount; break;
            case UsageMeasure.OffNet when total.Service == ServiceKind.Voice: month.OffNetSeconds += amount; break;
            case UsageMeasure.Roaming: month.Roaming += count; break;
            case UsageMeasure.Dropped when total.Service == ServiceKind.Voice: month.DroppedCalls += count; break;
            case UsageMeasure.BilledMinutes:
                month.Minutes += amount;
                if (isOutgoing) month.OutgoingMinutes += amount;
                break;
            case UsageMeasure.Charge: month.ChargeMicros += amount; break;
            default: break;
        }
    }

    private void AddDays(SubscriberState state, FoldParameters parameters, int today, int month)
    {
        Span<long> sessions = _sessions, charges = _charges;
        var (first, before) = (Calendar.FirstDayOf(month), Calendar.FirstDayOf(month - 1));
        var toDate = Math.Clamp(today - first + 1, 0, first - before);
        long same = 0;
        foreach (ref readonly var total in state.Days)
        {
            var ago = today - total.Period;
            if (ago < 0)
            {
                NextDay = Math.Min(NextDay, total.Period);
                continue;
            }
            if (total.Measure == UsageMeasure.Charge)
            {
                if (ago < Days) charges[ago] += total.IsReversal ? -total.Amount : total.Amount;
                continue;
            }
            if (total.Measure != UsageMeasure.All) continue;
            var count = total.IsReversal ? -(long)total.Count : total.Count;
            if (ago < Days) sessions[ago] += count;
            if (total.Period >= before && total.Period < before + toDate) same += count;
        }
        MonthToDate = Math.Max(0, Month(0).Sessions);
        var latest = state.Days.Length > 0 ? state.Days[^1].Period : int.MinValue;
        var isWhole = latest == int.MinValue || before > latest - parameters.DayWindow;
        SameDaysBefore = Math.Max(0, isWhole ? same : (double)Month(1).Sessions * toDate / (first - before));
    }

    [InlineArray(Months)]
    private struct MonthBuffer
    {
        private MonthUse _first;
    }

    [InlineArray(Days)]
    private struct DayBuffer
    {
        private long _first;
    }
}
