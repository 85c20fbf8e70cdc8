namespace CustomerGrains.Domain.Churn;

/// <summary>Which probability points are: one of the two.</summary>
public sealed record ChurnCalibration
{
    public ChurnLogistic? Logistic { get; init; }

    /// <summary>Ascending by points, with probabilities that do not fall; straight between two places, level outside.</summary>
    public IReadOnlyList<ChurnCalibrationPoint>? Table { get; init; }
}
