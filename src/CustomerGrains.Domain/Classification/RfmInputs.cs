namespace CustomerGrains.Domain.Classification;

/// <summary>What recency, frequency and monetary value come from.</summary>
/// <param name="RecencyDays">Local days since the last outgoing use, 0 = today; null = there was none.</param>
/// <param name="Sessions">Of all services in either direction in the policy's days, partial records merged.</param>
/// <param name="ChargeMicros">In the policy's days.</param>
/// <param name="FrequencyTrend">Of all use.</param>
public readonly record struct RfmInputs(int? RecencyDays, long Sessions, long ChargeMicros, Trend FrequencyTrend);
