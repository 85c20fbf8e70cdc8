namespace CustomerGrains.Domain.Churn;

/// <summary>Some bins of a feature that has a term, counted from 0, both ends inclusive. A missing value is in none.</summary>
public sealed record ChurnBinRange
{
    public required ChurnFeature Feature { get; init; }

    public required int FromBin { get; init; }

    public required int ToBin { get; init; }
}
