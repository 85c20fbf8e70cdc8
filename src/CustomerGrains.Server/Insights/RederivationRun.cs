namespace CustomerGrains.Server.Insights;

/// <summary>What a process did to bring subscribers under new rules.</summary>
/// <param name="Versions">Of the rules.</param>
/// <param name="Reviewed">Subscribers reviewed.</param>
/// <param name="Took">From the first to the last of them.</param>
/// <param name="FinishTime">When nobody was left; null while somebody is.</param>
internal sealed record RederivationRun(string Versions, long Reviewed, TimeSpan Took, DateTimeOffset? FinishTime);
