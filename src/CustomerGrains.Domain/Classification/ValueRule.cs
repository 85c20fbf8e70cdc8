using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Classification;

/// <summary>By value (domain §3.3), first match: important = influence, major customer, key member of a key enterprise, or revenue ≥ 500;
/// high = revenue ≥ 100; ordinary = revenue ≥ 30; low, releasable = margin &lt; 0; low, to improve. Without a full month only
/// what does not need one makes a class: nobody is given up on the first day.</summary>
public static class ValueRule
{
    public static ValueClass Of(in ValueInputs inputs, ValuePolicy policy)
    {
        if (inputs.IsInfluential || inputs.IsMajor || inputs.IsKeyMember) return ValueClass.Important;
        if (inputs.Months == 0) return ValueClass.None;
        if (inputs.RevenueMicros >= policy.ImportantFromMicros) return ValueClass.Important;
        if (inputs.RevenueMicros >= policy.HighFromMicros) return ValueClass.High;
        if (inputs.RevenueMicros >= policy.OrdinaryFromMicros) return ValueClass.Ordinary;
        return inputs.MarginMicros < policy.ReleasableBelowMarginMicros ? ValueClass.LowReleasable : ValueClass.LowToImprove;
    }
}
