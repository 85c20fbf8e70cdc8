namespace Grpc.Core;

/// <summary>Is told what a channel's credentials consist of.</summary>
public abstract class ChannelCredentialsConfiguratorBase
{
    /// <summary>For configurators that derive.</summary>
    protected ChannelCredentialsConfiguratorBase()
    {
    }

    /// <summary>There is no TLS.</summary>
    public abstract void SetInsecureCredentials(object state);

    /// <summary>There is TLS.</summary>
    public abstract void SetSslCredentials(
        object state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback);

    /// <summary>The channel's credentials and what is added to every call.</summary>
    public abstract void SetCompositeCredentials(object state, ChannelCredentials channelCredentials, CallCredentials callCredentials);
}
