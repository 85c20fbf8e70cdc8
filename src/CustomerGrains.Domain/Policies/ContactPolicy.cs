namespace CustomerGrains.Domain.Policies;

/// <summary>What the numbers that a subscriber is in contact with say (domain §3.4, §3.10).</summary>
public sealed record ContactPolicy
{
    /// <summary>Digits with which the service numbers of competitors begin, as the records give them after normalisation: short, and behind
    /// the country's code. The defaults are a mainland operator's three others (10000, 10010, 10099).</summary>
    public IReadOnlyList<string> CompetitorPrefixes { get; init; } = ["10000", "10010", "10099", "8610000", "8610010", "8610099"];
}
