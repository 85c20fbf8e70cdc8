using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Classification;

/// <summary>Rising, steady or falling (domain §3.4): the slope over the last three full months is ≥ +10 % or ≤ −10 % of their mean a
/// month.</summary>
public static class TrendRule
{
    public static Trend Of(in TrendInputs inputs, TrendPolicy policy)
    {
        if (inputs.Slope is not { } slope) return Trend.None;
        if (slope >= policy.RisingFrom) return Trend.Rising;
        return slope <= policy.FallingTo ? Trend.Falling : Trend.Steady;
    }
}
