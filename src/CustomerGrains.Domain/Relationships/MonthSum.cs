namespace CustomerGrains.Domain.Relationships;

/// <summary>A sum over the facts of a month.</summary>
/// <param name="Month">Year × 12 + month − 1, local.</param>
/// <param name="Count">Facts.</param>
/// <param name="Amount">In the unit of the kind.</param>
public readonly record struct MonthSum(MonthSumKind Kind, int Month, int Count, long Amount);
