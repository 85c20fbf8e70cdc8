using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace CustomerGrains.Client;

/// <summary>TLS as .NET's HTTP handler does it.</summary>
internal static class ClientTls
{
    public static SslClientAuthenticationOptions Of(CustomerGrainsClientOptions options)
    {
        var tls = new SslClientAuthenticationOptions();
        if (options.ClientCertificate is { } own) tls.ClientCertificateContext = SslStreamCertificateContext.Create(own, options.ClientCertificateChain, offline: true);
        if (options.CertificateAuthorities is { } authorities)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        return tls;
    }
}
