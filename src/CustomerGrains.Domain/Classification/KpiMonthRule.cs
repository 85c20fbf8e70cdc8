using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Classification;

/// <summary>Who counts in the monthly average mid/high-end count (月均中高端客户数, domain §3.6): a bill after discounts ≥ 100, outgoing minutes
/// ≥ 10, and on the network at the month's end.</summary>
public static class KpiMonthRule
{
    public static bool Counts(in KpiMonthInputs inputs, MidHighEndPolicy policy) =>
        inputs.IsOnNetworkAtEnd && inputs.BillMicros >= policy.KpiBillFromMicros && inputs.OutgoingMinutes >= policy.KpiMinutesFrom;
}
