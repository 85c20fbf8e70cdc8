namespace CustomerGrains.Domain.Classification;

/// <summary>What the star level comes from.</summary>
/// <param name="AverageBillMicros">A month.</param>
/// <param name="TenureMonths">Full ones.</param>
/// <param name="CreditScore">0 … 100.</param>
public readonly record struct StarLevelInputs(long AverageBillMicros, int TenureMonths, double CreditScore);
