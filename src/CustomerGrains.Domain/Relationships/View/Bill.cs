namespace CustomerGrains.Domain.Relationships;

/// <summary>A month's bill with what was adjusted since.</summary>
/// <param name="Month">Year × 12 + month − 1.</param>
/// <param name="GrossMicros">Before discounts.</param>
/// <param name="NetMicros">After discounts, before adjustments.</param>
/// <param name="AdjustedMicros">The month's adjustments together; negative = credited.</param>
/// <param name="OutgoingMinutes">Outgoing minutes billed.</param>
/// <param name="DueTime">Seconds since 1970-01-01 UTC; 0 = not said.</param>
/// <param name="IssueTime">Seconds since 1970-01-01 UTC.</param>
public readonly record struct Bill(int Month, long GrossMicros, long NetMicros, long AdjustedMicros, int OutgoingMinutes, long DueTime, long IssueTime)
{
    /// <summary>What the month comes to: after discounts and adjustments.</summary>
    public long TotalMicros => NetMicros + AdjustedMicros;
}
