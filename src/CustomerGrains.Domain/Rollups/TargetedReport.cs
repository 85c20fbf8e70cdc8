namespace CustomerGrains.Domain.Rollups;

/// <summary>A report and to whom it goes.</summary>
/// <param name="IsForgotten">No fact that the subscriber keeps names the target any more: once the report is on disk, nothing is owed to it.</param>
public sealed record TargetedReport(RollupTarget Target, MemberReport Report, bool IsForgotten);
