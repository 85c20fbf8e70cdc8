using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Classification;

/// <summary>Satisfaction (domain §3.4): 0.6 × mean of survey scores, half-life 6 months (75 if none), + 0.4 × (100 − 15 an open complaint − 8
/// a complaint in 90 days − 2 a percent of dropped calls), all clamped; bands 95, 80, 60, 40.</summary>
/// <param name="Score">0 … 100.</param>
public readonly record struct Satisfaction(double Score, ScoreBand Band)
{
    public static Satisfaction Of(in SatisfactionInputs inputs, SatisfactionPolicy policy)
    {
        var surveys = Scores.Clamp(inputs.SurveyMean ?? policy.NoSurveyScore);
        var service = Scores.Clamp(100 - (policy.PerOpenComplaint * inputs.OpenComplaints) - (policy.PerRecentComplaint * inputs.RecentComplaints)
            - (policy.PerDroppedPercent * inputs.DroppedShare * 100));
        var score = Scores.Clamp((policy.SurveyWeight * surveys) + (policy.ComplaintWeight * service));
        return new Satisfaction(score, Scores.BandOf(score, policy.Bands));
    }
}
