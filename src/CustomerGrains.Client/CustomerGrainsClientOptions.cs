namespace CustomerGrains.Client;

/// <summary>How a <see cref="CustomerGrainsClient"/> is connected.</summary>
public sealed record CustomerGrainsClientOptions
{
    /// <summary>A ping goes out when the connection was silent for so long, calls or not, so that a dead peer is noticed.</summary>
    public TimeSpan KeepAlivePingDelay { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Without an answer to a ping for so long the connection is given up, and calls on it end with UNAVAILABLE.</summary>
    public TimeSpan KeepAlivePingTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time for making a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest answer taken, in bytes.</summary>
    public int MaxReceiveMessageSize { get; init; } = 64 * 1024 * 1024;
}
