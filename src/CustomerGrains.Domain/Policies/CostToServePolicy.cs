namespace CustomerGrains.Domain.Policies;

/// <summary>What a month of serving a subscriber is taken to cost where no cost fact says so (domain §3.4).</summary>
public sealed record CostToServePolicy
{
    public long PerMonthMicros { get; init; } = 15_000_000;

    /// <summary>For every minute of voice, either direction.</summary>
    public long PerMinuteMicros { get; init; } = 10_000;

    /// <summary>For 2^30 octets of data.</summary>
    public long PerGigabyteMicros { get; init; } = 2_000_000;

    /// <summary>For every contact with the call centre.</summary>
    public long PerContactMicros { get; init; } = 5_000_000;
}
