namespace Grpc.Core;

/// <summary>Whether a channel uses TLS, and what it adds to every call.</summary>
public abstract class ChannelCredentials
{
    /// <summary>For credentials that derive.</summary>
    public ChannelCredentials()
    {
    }

    /// <summary>Without TLS.</summary>
    public static ChannelCredentials Insecure { get; } = new None();

    /// <summary>With TLS.</summary>
    public static ChannelCredentials SecureSsl { get; } = new SslCredentials();

    /// <summary><paramref name="channelCredentials"/>, with <paramref name="callCredentials"/> added to every call.</summary>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        ArgumentNullException.ThrowIfNull(channelCredentials);
        ArgumentNullException.ThrowIfNull(callCredentials);
        return new Composite(channelCredentials, callCredentials);
    }

    /// <summary>Tells <paramref name="configurator"/> what the credentials consist of; channels call it.</summary>
    public abstract void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state);

    private sealed class None : ChannelCredentials
    {
        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state) =>
            configurator.SetInsecureCredentials(state);
    }

    private sealed class Composite(ChannelCredentials channel, CallCredentials calls) : ChannelCredentials
    {
        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state) =>
            configurator.SetCompositeCredentials(state, channel, calls);
    }
}
