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

    /// <summary>Days that a pattern of use looks at by themselves: all that are kept of whoever used something today, but today.</summary>
    internal const int PatternDays = Days - 1;

    private const int Months = MonthAmounts.Length + 1;

    private MonthBuffer _months;
    private DayBuffer _sessions;
    private DayBuffer _charges;

    /// <summary>Events by days back from <see cref="_latest"/>, however long ago that is.</summary>
    private DayBuffer _kept;

    /// <summary>The latest day that the state has.</summary>
    private int _latest;

    /// <summary>How many days up to that one it keeps.</summary>
    private int _keptDays;

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

    /// <summary>The latest day with use that is not ahead of <paramref name="today"/>; <see cref="int.MinValue"/> = none.</summary>
    internal readonly int LatestUse(int today)
    {
        for (var back = Math.Max(0, _latest - today); back < _keptDays; back++)
            if (_kept[back] > 0) return _latest - back;
        return int.MinValue;
    }

    /// <summary>Events by day, back from <paramref name="last"/>, which is at most a day before the latest use or so; none is below 0.</summary>
    /// <param name="buffer">Takes them.</param>
    /// <returns>As many of it as the state keeps.</returns>
    internal readonly ReadOnlySpan<long> DaysUpTo(int last, Span<long> buffer)
    {
        var back = _latest - last;
        if (back >= _keptDays) return [];
        var days = buffer[..Math.Min(buffer.Length, _keptDays - back)];
        for (var i = 0; i < days.Length; i++) days[i] = Math.Max(0, _kept[back + i]);
        return days;
    }

    /// <summary>Events of the days from one (inclusive) to another (exclusive), as far as they are kept.</summary>
    internal readonly long KeptIn(int from, int to)
    {
        long sum = 0;
        for (var day = Math.Max(from, _latest - _keptDays + 1); day < to && day <= _latest; day++) sum += _kept[_latest - day];
        return sum;
    }

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
        Span<long> sessions = _sessions, charges = _charges, kept = _kept;
        _latest = state.Days.Length > 0 ? state.Days[^1].Period : int.MinValue;
        _keptDays = state.Days.Length > 0 ? Math.Min(Days, parameters.DayWindow) : 0;
        var (first, before) = (Calendar.FirstDayOf(month), Calendar.FirstDayOf(month - 1));
        var toDate = Math.Clamp(today - first + 1, 0, first - before);
        long same = 0;
        foreach (ref readonly var total in state.Days)
        {
            var ago = today - total.Period;
            if (total.Measure == UsageMeasure.All && _latest - total.Period < Days) kept[_latest - total.Period] += total.IsReversal ? -(long)total.Count : total.Count;
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
        var isWhole = _latest == int.MinValue || before > _latest - parameters.DayWindow;
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
