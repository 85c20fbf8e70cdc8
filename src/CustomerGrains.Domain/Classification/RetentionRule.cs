using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Classification;

/// <summary>Retention class (domain §3.7), first match: churn-prone = a dynamic mid/high-end subscriber whose last 3 bills add up to &lt; 150, or
/// who is in arrears for more than a month, or (where the policy switches it on) whose last 2 bills are each &lt; 50 % of the own
/// prior average; important = month average ≥ 300 or important member of a class-A enterprise; irregular demand = dynamic with
/// an average &lt; 100; ordinary mid/high-end = 100 ≤ average &lt; 300 and no member of a class-A enterprise.</summary>
public static class RetentionRule
{
    public static RetentionClass Of(in RetentionInputs inputs, RetentionPolicy policy)
    {
        var isDynamic = inputs.MidHighEnd == MidHighEndClass.Dynamic;
        if (isDynamic && IsChurnProne(inputs, policy)) return RetentionClass.ChurnProne;
        var average = inputs.AverageMicros(policy);
        if (average >= policy.ImportantFromMicros || inputs.IsKeyMember) return RetentionClass.Important;
        if (average < policy.OrdinaryFromMicros) return isDynamic ? RetentionClass.IrregularDemand : RetentionClass.None;
        return inputs.IsMemberOfKey ? RetentionClass.None : RetentionClass.OrdinaryMidHighEnd;
    }

    private static bool IsChurnProne(in RetentionInputs inputs, RetentionPolicy policy) =>
        inputs.Bills.Sum(policy.ChurnProneMonths) < policy.ChurnProneSumBelowMicros
        || inputs.ArrearsDays > policy.ChurnProneArrearsMonths * RetentionInputs.DaysOfMonth
        || (policy.ReducedUse.IsOn && HasReducedUse(inputs, policy.ReducedUse));

    /// <summary>Only of a subscription that covers all those months.</summary>
    private static bool HasReducedUse(in RetentionInputs inputs, ReducedUsePolicy policy)
    {
        var months = policy.Months + policy.PriorMonths;
        if (months > inputs.Months) return false;
        var prior = (double)(inputs.Bills.Sum(months) - inputs.Bills.Sum(policy.Months)) / policy.PriorMonths;
        for (var month = 1; month <= policy.Months; month++)
        {
            if (inputs.Bills[month] >= policy.BelowShare * prior) return false;
        }
        return true;
    }
}
