namespace CustomerGrains.Domain.Churn;

/// <summary>A place of a calibration table.</summary>
public sealed record ChurnCalibrationPoint
{
    public required int Points { get; init; }

    /// <summary>0 … 1.</summary>
    public required double Probability { get; init; }
}
