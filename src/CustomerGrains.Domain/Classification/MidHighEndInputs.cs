namespace CustomerGrains.Domain.Classification;

/// <summary>What the mid- and high-end class comes from.</summary>
/// <param name="Bills">After discounts, micros.</param>
public readonly record struct MidHighEndInputs(MonthAmounts Bills);
