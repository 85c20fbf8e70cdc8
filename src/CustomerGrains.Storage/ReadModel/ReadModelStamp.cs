namespace CustomerGrains.Storage.ReadModel;

/// <summary>How far the rows go.</summary>
/// <param name="Time">Everything recorded before this business time is in the rows, milliseconds since 1970-01-01 UTC; 0 = nothing is known.</param>
/// <param name="IsClean">So is everything that had been recorded when it was written: the server stopped in order.</param>
public readonly record struct ReadModelStamp(long Time, bool IsClean);
