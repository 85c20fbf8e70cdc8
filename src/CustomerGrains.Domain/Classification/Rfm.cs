using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Classification;

/// <summary>Recency, frequency, monetary value (domain §3.5, China Mobile's model): each 1 … 5 on the population's quintile cuts. A trend goes
/// before the frequency itself: falling = win back, rising = develop; else a frequency of 4 or 5 = care.</summary>
/// <param name="Recency">5 = used most recently.</param>
/// <param name="Frequency">5 = most sessions.</param>
/// <param name="Monetary">5 = highest charge.</param>
public readonly record struct Rfm(int Recency, int Frequency, int Monetary, RfmTreatment Treatment)
{
    public static Rfm Of(in RfmInputs inputs, PopulationCuts cuts, RfmPolicy policy)
    {
        var frequency = cuts.FrequencyScore(inputs.Sessions);
        var treatment = inputs.FrequencyTrend switch
        {
            Trend.Falling => RfmTreatment.WinBack,
            Trend.Rising => RfmTreatment.Develop,
            _ => frequency >= policy.CareFromFrequency ? RfmTreatment.Care : RfmTreatment.None,
        };
        return new Rfm(cuts.RecencyScore(inputs.RecencyDays), frequency, cuts.MonetaryScore(inputs.ChargeMicros), treatment);
    }
}
