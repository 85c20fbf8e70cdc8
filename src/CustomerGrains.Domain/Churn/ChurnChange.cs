namespace CustomerGrains.Domain.Churn;

/// <summary>What if a feature had another value?</summary>
/// <param name="Value">In the feature's unit; NaN = missing.</param>
public readonly record struct ChurnChange(ChurnFeature Feature, double Value);
