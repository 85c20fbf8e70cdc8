namespace CustomerGrains.Domain.Classification;

/// <summary>What a trend comes from: the last three full months.</summary>
/// <param name="IsComplete">The subscription covers all three.</param>
/// <param name="First">The earliest; in the unit of what is looked at.</param>
/// <param name="Last">Last month.</param>
public readonly record struct TrendInputs(bool IsComplete, double First, double Middle, double Last)
{
    /// <summary>Least squares through three evenly spaced points is half the way from the first to the last; a month, as a share of their
    /// mean. Null without three months, or when they sum up to nothing.</summary>
    public double? Slope => IsComplete && First + Middle + Last > 0 ? (Last - First) * 1.5 / (First + Middle + Last) : null;
}
