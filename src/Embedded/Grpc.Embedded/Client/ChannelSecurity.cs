using Grpc.Core;

namespace Grpc.Embedded;

/// <summary>What a channel's credentials come to: TLS or not, and what is added to every call.</summary>
internal sealed class ChannelSecurity : ChannelCredentialsConfiguratorBase
{
    private readonly List<CallCredentials> _forCalls = [];

    /// <summary>Whether there is TLS.</summary>
    public bool IsSecure { get; private set; }

    /// <summary>What is added to every call, in order.</summary>
    public IReadOnlyList<CallCredentials> ForCalls => _forCalls;

    /// <summary>By credentials, or by the address's scheme when there are none.</summary>
    /// <exception cref="ArgumentException">They do not go together.</exception>
    public static ChannelSecurity Of(ChannelCredentials? credentials, Uri address)
    {
        var security = new ChannelSecurity { IsSecure = address.Scheme == Uri.UriSchemeHttps };
        if (credentials is null) return security;
        credentials.InternalPopulateConfiguration(security, credentials);
        if (security.IsSecure != (address.Scheme == Uri.UriSchemeHttps))
            throw new ArgumentException($"The channel's credentials do not go with the scheme of '{address}'.");
        return security;
    }

    public override void SetInsecureCredentials(object state) => IsSecure = false;

    public override void SetSslCredentials(object state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback)
    {
        if (rootCertificates is not null || keyCertificatePair is not null || verifyPeerCallback is not null)
            throw new ArgumentException("Certificates and their checks are set on the channel's HttpHandler, not in SslCredentials.");
        IsSecure = true;
    }

    public override void SetCompositeCredentials(object state, ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        channelCredentials.InternalPopulateConfiguration(this, state);
        _forCalls.Add(callCredentials);
    }
}
