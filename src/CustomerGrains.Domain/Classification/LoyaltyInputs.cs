namespace CustomerGrains.Domain.Classification;

/// <summary>What the loyalty score comes from.</summary>
/// <param name="TenureMonths">Full ones.</param>
/// <param name="Measures">Stabilising measures in force.</param>
/// <param name="StickyServices">Held, of those that the policy names.</param>
/// <param name="FrequencyTrend">Of all use.</param>
/// <param name="CompetitorShare">Of the contacts, competitors' service numbers and ported-out lines; 0 … 1.</param>
public readonly record struct LoyaltyInputs(int TenureMonths, int Measures, int StickyServices, Trend FrequencyTrend, double CompetitorShare);
