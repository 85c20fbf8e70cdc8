namespace CustomerGrains.Domain.Churn;

/// <summary>What a formula says of one vector.</summary>
/// <param name="Points"><see cref="Baseline"/> and the points of all terms, exactly.</param>
/// <param name="Baseline">Of a subscriber about whom nothing is special: the base and every term's neutral points.</param>
/// <param name="Probability">Of leaving in the next 30 days, 0 … 1.</param>
public readonly record struct ChurnScore(int Points, int Baseline, double Probability);
