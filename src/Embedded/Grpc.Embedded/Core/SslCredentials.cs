namespace Grpc.Core;

/// <summary>A channel with TLS. Channels here take certificates from their HTTP handler, not from these credentials.</summary>
public sealed class SslCredentials : ChannelCredentials
{
    private readonly VerifyPeerCallback? _verifyPeer;

    /// <summary>TLS as the HTTP handler does it.</summary>
    public SslCredentials() : this(null, null, null)
    {
    }

    /// <summary>TLS with these root certificates (PEM).</summary>
    public SslCredentials(string rootCertificates) : this(rootCertificates, null, null)
    {
    }

    /// <summary>TLS with these root certificates and this client certificate (PEM).</summary>
    public SslCredentials(string rootCertificates, KeyCertificatePair keyCertificatePair) : this(rootCertificates, keyCertificatePair, null)
    {
    }

    /// <summary>TLS with these root certificates and this client certificate (PEM), and a say in who the server may be.</summary>
    public SslCredentials(string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback)
    {
        RootCertificates = rootCertificates;
        KeyCertificatePair = keyCertificatePair;
        _verifyPeer = verifyPeerCallback;
    }

    /// <summary>The root certificates (PEM), if given.</summary>
    public string? RootCertificates { get; }

    /// <summary>The client certificate, if given.</summary>
    public KeyCertificatePair? KeyCertificatePair { get; }

    /// <inheritdoc/>
    public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state) =>
        configurator.SetSslCredentials(state, RootCertificates, KeyCertificatePair, _verifyPeer);
}
