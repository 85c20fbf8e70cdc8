using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Classification;

/// <summary>
/// Which pattern use follows (domain §3.1), first match: silent for longer than the subscriber's own gaps and rate explain; too little to say;
/// irregular, when seven-day sums scatter about their trend by much and by more than chance; growing or fading, when the trend is steep and more
/// than chance; steady. Everything is measured by the subscriber's own use, so that heavy and light users need the same evidence.
/// </summary>
public static class UsagePatternRule
{
    public static UsagePattern Of(in UsagePatternInputs inputs, UsagePatternPolicy policy)
    {
        if (!inputs.IsOpen) return UsagePattern.None;
        if (IsSilent(inputs, policy)) return UsagePattern.FallenSilent;
        if (inputs.Events < policy.EventsNeeded || inputs.Days < policy.DaysNeeded) return UsagePattern.None;
        if (inputs.Spread >= policy.IrregularFromSpread && inputs.Scatter >= policy.IrregularFromScatter) return UsagePattern.Irregular;
        if (Math.Abs(inputs.SlopePerWeek) < policy.TrendFromSlope || Math.Abs(inputs.SlopeSigmas) < policy.TrendFromSigmas) return UsagePattern.Steady;
        return inputs.SlopePerWeek > 0 ? UsagePattern.Growing : UsagePattern.Fading;
    }

    /// <summary>How many silent days it takes with these gaps and this rate; perhaps one less.</summary>
    internal static int SilenceNeeded(in UsagePatternInputs inputs, UsagePatternPolicy policy)
    {
        var days = Math.Max(policy.SilentFromDays, Math.Max(policy.SilentFromExpected / inputs.EventsPerDay, policy.SilentFromGaps * inputs.LongestGapDays));
        return (int)Math.Min(days, int.MaxValue / 2);
    }

    private static bool IsSilent(in UsagePatternInputs inputs, UsagePatternPolicy policy) =>
        inputs.SilentDays >= policy.SilentFromDays
        && inputs.SilentDays * inputs.EventsPerDay >= policy.SilentFromExpected
        && inputs.SilentDays > policy.SilentFromGaps * inputs.LongestGapDays;
}
