using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Time;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Rollups;

/// <summary>What a subscriber owes the roll-ups that its facts name: a partial to those that it is in now, a parting word to every other one that it may
/// have been in. A pure function of the state, the policy and the time: what was told before does not matter, and nothing depends on the order in
/// which facts came.</summary>
public static class MemberReports
{
    private const double Million = 1_000_000;

    /// <param name="ties">The state's relationship, read for the time of <paramref name="insight"/>; null when there is none.</param>
    /// <param name="insight">Of this state.</param>
    /// <param name="calendar">Of the parameters that the state was folded with.</param>
    /// <returns>At most one for each target; none of a line that never named one.</returns>
    public static IReadOnlyList<TargetedReport> Of(SubscriberState state, RelationshipView? ties, Insight insight, Calendar calendar)
    {
        if (ties is null || state.Relationship is not { HasTargets: true } relationship) return [];
        var partial = PartialOf(state, ties, insight, calendar);
        var reports = new Dictionary<RollupTarget, TargetedReport>();
        if (ties.Customer is { } link)
            foreach (var target in Relationship.TargetsOf(link)) Add(target, partial);
        foreach (var group in ties.Groups)
            foreach (var target in Relationship.TargetsOf(group)) Add(target, partial with { IsKeyMember = group.IsKeyMember });
        foreach (var fact in ties.CustomerLinks.Concat<BusinessFact>(ties.Memberships))
            foreach (var target in Relationship.TargetsOf(fact)) Add(target, null);
        foreach (var target in relationship.ForgottenTargets)
        {
            Add(target, null);
            reports[target] = reports[target] with { IsForgotten = true };
        }
        return [.. reports.Values];

        void Add(RollupTarget target, MemberPartial? what) => reports.TryAdd(target, new TargetedReport(target, new MemberReport(state.Id, state.Version, insight.Now, what), false));
    }

    private static MemberPartial PartialOf(SubscriberState state, RelationshipView ties, Insight insight, Calendar calendar)
    {
        var month = Calendar.MonthOf(calendar.DayOf(insight.Now / 1_000));
        var bills = ties.Bills;
        return new MemberPartial
        {
            Status = ties.Status,
            Value = insight.Value,
            Retention = insight.Retention,
            ChurnBand = insight.ChurnBand,
            IsKeyMember = insight.Inputs.Value.IsKeyMember,
            Measures = ties.Measures.Count,
            ChurnMillionths = insight.ChurnScore is { } score ? (int)Math.Round(score.Probability * Million) : null,
            Month = month,
            ChargeMicros = ChargeOf(state, month),
            BillMicros = BillOf(month - 1),
            BillBeforeMicros = BillOf(month - 2),
            AverageBillMicros = insight.Inputs.LifeCycle.AverageBillMicros,
            MarginMicros = insight.Inputs.LifeCycle.MarginMicros ?? 0,
            ArrearsMicros = ties.Arrears?.AmountMicros ?? 0,
            ArrearsSince = ties.ArrearsSince,
        };

        // A month without a bill comes to its charges. By the calendar, also of a line that has left: its last months do not stay its last.
        long BillOf(int past)
        {
            foreach (var bill in bills)
                if (bill.Month == past) return bill.TotalMicros;
            return Math.Max(0, ChargeOf(state, past));
        }
    }

    private static long ChargeOf(SubscriberState state, int month)
    {
        Int128 sum = 0;
        foreach (ref readonly var total in state.Months)
            if (total.Period == month && total.Measure == UsageMeasure.Charge) sum += total.IsReversal ? -(Int128)total.Amount : total.Amount;
        return Amounts.Clamp(sum);
    }
}
