namespace CustomerGrains.Server.Insights;

/// <summary>A subscriber that waits for its review.</summary>
/// <param name="Changed">Business time of its first change since the last one, milliseconds since 1970-01-01 UTC.</param>
/// <param name="AskedAt">Of <see cref="TimeProvider.GetTimestamp"/>.</param>
/// <param name="IsOfNumbers">It was reviewed, and is to be once more because of its numbers.</param>
internal readonly record struct WaitingReview(string Id, long Changed, long AskedAt, bool IsOfNumbers);
