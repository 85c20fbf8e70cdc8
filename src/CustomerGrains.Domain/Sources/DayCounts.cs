namespace CustomerGrains.Domain.Sources;

/// <summary>A source's batches and records of one day of receipt.</summary>
/// <param name="Day">Local days since 1970-01-01.</param>
public readonly record struct DayCounts(int Day, long Batches, BatchCounts Counts);
