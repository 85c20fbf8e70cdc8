namespace CustomerGrains.Domain.Classification;

/// <summary>What decides whether a subscriber counts in a month's KPI.</summary>
/// <param name="BillMicros">Of the month, after discounts.</param>
/// <param name="OutgoingMinutes">Of the month.</param>
/// <param name="IsOnNetworkAtEnd">Not terminated at the month's end.</param>
public readonly record struct KpiMonthInputs(long BillMicros, long OutgoingMinutes, bool IsOnNetworkAtEnd);
