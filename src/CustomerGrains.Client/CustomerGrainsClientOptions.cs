using System.Security.Cryptography.X509Certificates;

namespace CustomerGrains.Client;

/// <summary>How a <see cref="CustomerGrainsClient"/> is connected.</summary>
public sealed record CustomerGrainsClientOptions
{
    /// <summary>
    /// Authorities that the certificate of an https server has to come from; only these, and not those of the machine. Null: those
    /// of the machine.
    /// </summary>
    public X509Certificate2Collection? CertificateAuthorities { get; init; }

    /// <summary>With its private key: for https servers that want to know who calls. Null: none.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>The certificates between <see cref="ClientCertificate"/> and an authority that the server knows. Null: none.</summary>
    public X509Certificate2Collection? ClientCertificateChain { get; init; }

    /// <summary>A ping goes out when the connection was silent for so long, calls or not, so that a dead peer is noticed.</summary>
    public TimeSpan KeepAlivePingDelay { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Without an answer to a ping for so long the connection is given up, and calls on it end with UNAVAILABLE.</summary>
    public TimeSpan KeepAlivePingTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time for making a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// While the server cannot be reached, connecting is tried again after 100 ms, then after twice as long, and so on up to this: how
    /// long a client may overlook that its server is back. Calls meanwhile fail with UNAVAILABLE at once, unless they wait for ready.
    /// </summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Largest answer taken, in bytes.</summary>
    public int MaxReceiveMessageSize { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// How long a query may take whose caller gives it no deadline, all attempts together; then it ends with DEADLINE_EXCEEDED.
    /// <see cref="Timeout.InfiniteTimeSpan"/>: as long as it takes.
    /// </summary>
    public TimeSpan QueryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often a query, or a change with a <c>request_id</c>, is tried at most while the server is not available; 1: never again.
    /// Other changes are made once: whether a lost one happened, only their caller can find out.
    /// </summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>First wait before another attempt; it doubles with each, half of it at random.</summary>
    public TimeSpan MinBackoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait before another attempt.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The time for waits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        Positive(KeepAlivePingDelay, nameof(KeepAlivePingDelay));
        Positive(KeepAlivePingTimeout, nameof(KeepAlivePingTimeout));
        Positive(ConnectTimeout, nameof(ConnectTimeout));
        if (QueryTimeout != Timeout.InfiniteTimeSpan) Positive(QueryTimeout, nameof(QueryTimeout));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxReceiveMessageSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxAttempts);
        Positive(MinBackoff, nameof(MinBackoff));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBackoff, MinBackoff);
    }

    private static void Positive(TimeSpan value, string name) => ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, name);
}
