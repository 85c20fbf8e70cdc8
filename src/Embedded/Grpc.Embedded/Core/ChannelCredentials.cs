namespace Grpc.Core;

/// <summary>Whether a channel uses TLS, and what it adds to every call. Certificates are the HTTP handler's matter.</summary>
public abstract class ChannelCredentials
{
    private protected ChannelCredentials()
    {
    }

    /// <summary>Without TLS.</summary>
    public static ChannelCredentials Insecure { get; } = new Kind(isSecure: false, null);

    /// <summary>With TLS.</summary>
    public static ChannelCredentials SecureSsl { get; } = new Kind(isSecure: true, null);

    internal abstract bool IsSecure { get; }

    internal abstract CallCredentials? ForCalls { get; }

    /// <summary><paramref name="channelCredentials"/>, with <paramref name="callCredentials"/> added to every call.</summary>
    /// <exception cref="ArgumentException">The channel's credentials are <see cref="Insecure"/> or already have call credentials.</exception>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        ArgumentNullException.ThrowIfNull(channelCredentials);
        ArgumentNullException.ThrowIfNull(callCredentials);
        if (channelCredentials.ForCalls is not null) throw new ArgumentException("The channel credentials have call credentials already.");
        if (!channelCredentials.IsSecure) throw new ArgumentException("Call credentials need a secure channel.");
        return new Kind(isSecure: true, callCredentials);
    }

    private sealed class Kind(bool isSecure, CallCredentials? forCalls) : ChannelCredentials
    {
        internal override bool IsSecure => isSecure;

        internal override CallCredentials? ForCalls => forCalls;
    }
}
