namespace CustomerGrains.Domain.Churn;

/// <summary>Probabilities at which the bands begin.</summary>
public sealed record ChurnBands
{
    public double MediumFrom { get; init; } = 0.10;

    public double HighFrom { get; init; } = 0.30;
}
