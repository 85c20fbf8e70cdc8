using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Classification;

/// <summary>Loyalty (domain §3.4): 25 × min(tenure ÷ 60 months, 1) + 25 × min(measures ÷ 3, 1) + 20 × min(sticky services ÷ 3, 1) + 15 × (rising 1,
/// steady 0.7, falling 0) + 15 × (1 − share of competitors' contacts), clamped; bands 95, 80, 60, 40.</summary>
/// <param name="Score">0 … 100.</param>
public readonly record struct Loyalty(double Score, ScoreBand Band)
{
    public static Loyalty Of(in LoyaltyInputs inputs, LoyaltyPolicy policy)
    {
        var trend = inputs.FrequencyTrend switch
        {
            Trend.Rising => policy.RisingShare,
            Trend.Falling => policy.FallingShare,
            _ => policy.SteadyShare,
        };
        var score = Scores.Clamp((policy.TenureWeight * Share(inputs.TenureMonths, policy.TenureFullMonths))
            + (policy.MeasuresWeight * Share(inputs.Measures, policy.MeasuresFull))
            + (policy.StickyServicesWeight * Share(inputs.StickyServices, policy.StickyServicesFull))
            + (policy.TrendWeight * trend)
            + (policy.ContactsWeight * (1 - Math.Clamp(inputs.CompetitorShare, 0, 1))));
        return new Loyalty(score, Scores.BandOf(score, policy.Bands));
    }

    private static double Share(int value, int full) => Math.Clamp((double)value / full, 0, 1);
}
