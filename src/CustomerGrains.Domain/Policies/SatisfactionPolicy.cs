namespace CustomerGrains.Domain.Policies;

/// <summary>The satisfaction score (domain §3.4): <see cref="SurveyWeight"/> × surveys + <see cref="ComplaintWeight"/> × (100 − what complaints
/// and dropped calls take off), each part clamped to 0 … 100.</summary>
public sealed record SatisfactionPolicy
{
    /// <summary>Share of the surveys; with <see cref="ComplaintWeight"/> it makes 1.</summary>
    public double SurveyWeight { get; init; } = 0.6;

    /// <summary>Share of complaints and dropped calls.</summary>
    public double ComplaintWeight { get; init; } = 0.4;

    /// <summary>Months (of 30 days) after which a survey counts half.</summary>
    public double SurveyHalfLifeMonths { get; init; } = 6;

    /// <summary>Stands for the surveys where there is none.</summary>
    public double NoSurveyScore { get; init; } = 75;

    public double PerOpenComplaint { get; init; } = 15;

    /// <summary>Off for each complaint of the last <see cref="RecentComplaintDays"/>, open or not.</summary>
    public double PerRecentComplaint { get; init; } = 8;

    public int RecentComplaintDays { get; init; } = 90;

    /// <summary>Off for each percent of calls that were dropped.</summary>
    public double PerDroppedPercent { get; init; } = 2;

    /// <summary>Very satisfied, satisfied, neither, dissatisfied, very dissatisfied.</summary>
    public ScoreBands Bands { get; init; } = new();
}
