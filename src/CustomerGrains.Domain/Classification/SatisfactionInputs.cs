namespace CustomerGrains.Domain.Classification;

/// <summary>What the satisfaction score comes from.</summary>
/// <param name="SurveyMean">0 … 100, weighted by age (<see cref="SurveyMean"/>); null = no survey.</param>
/// <param name="OpenComplaints">Not closed.</param>
/// <param name="RecentComplaints">Opened in the policy's last days, closed or not.</param>
/// <param name="DroppedShare">Of the calls of this month and the last, 0 … 1.</param>
public readonly record struct SatisfactionInputs(double? SurveyMean, int OpenComplaints, int RecentComplaints, double DroppedShare);
