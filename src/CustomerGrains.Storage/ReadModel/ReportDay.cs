namespace CustomerGrains.Storage.ReadModel;

/// <summary>The classes of all subscribers as they were kept for a day.</summary>
/// <param name="Day">Local days since 1970-01-01.</param>
/// <param name="AsOf">What was recorded up to this business time is in it, milliseconds since 1970-01-01 UTC.</param>
/// <param name="IsMadeUp">Not kept at the day's end, but later, of what was then the last known.</param>
public sealed record ReportDay(int Day, long AsOf, bool IsMadeUp);
