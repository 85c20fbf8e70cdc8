namespace Orleans.Embedded.Tests.Hosting;

/// <summary>What tests set on either host.</summary>
public sealed record GrainHostSettings
{
    /// <summary>How long a caller waits; short, because one of the hosts has only real time.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(3);
}
