namespace CustomerGrains.Domain.Classification;

/// <summary>What the retention class comes from.</summary>
/// <param name="Months">Full months of the subscription, at most <see cref="MonthAmounts.Length"/>.</param>
/// <param name="Bills">After discounts, micros.</param>
/// <param name="ArrearsDays">Age of the oldest arrears; 0 = none.</param>
/// <param name="IsKeyMember">An important member of an enterprise of a key class.</param>
/// <param name="IsMemberOfKey">Any member of such an enterprise.</param>
public readonly record struct RetentionInputs(MidHighEndClass MidHighEnd, int Months, MonthAmounts Bills, int ArrearsDays, bool IsKeyMember, bool IsMemberOfKey)
{
    /// <summary>Of the months that arrears are counted in.</summary>
    public const int DaysOfMonth = 30;

    /// <summary>Mean bill of the policy's full months, or of the ones there are.</summary>
    public long AverageMicros(Policies.RetentionPolicy policy) => Bills.Mean(Math.Min(policy.AverageMonths, Months));
}
