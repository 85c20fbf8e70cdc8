using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace CustomerGrains.Server.Hosting.Tls;

/// <summary>TLS as Kestrel does it for this server.</summary>
internal static class ServerTls
{
    /// <exception cref="ArgumentException">A file; the message names option, problem and remedy.</exception>
    internal static HttpsConnectionAdapterOptions Load(TlsOptions options, DateTimeOffset now)
    {
        var file = new OptionFile("tls-certificate", options.Certificate!) { KeyOption = "tls-key", PasswordOption = "tls-password-file" };
        var (certificate, chain) = CertificateFiles.Identity(file, File("tls-key", options.Key), File("tls-password-file", options.PasswordFile), CertificateFiles.ServerUse, now);
        var https = new HttpsConnectionAdapterOptions { ServerCertificate = certificate, ServerCertificateChain = chain };
        if (File("tls-client-ca", options.ClientCa) is { } ca) Demand(https, CertificateFiles.Authorities(ca, now), options.ClientCertificatesOptional);
        return https;
    }

    /// <summary>Certificates of clients are judged by their own authorities alone, not by the machine's.</summary>
    private static void Demand(HttpsConnectionAdapterOptions https, X509Certificate2Collection authorities, bool optional)
    {
        https.ClientCertificateMode = optional ? ClientCertificateMode.AllowCertificate : ClientCertificateMode.RequireCertificate;
        https.OnAuthenticate = (_, ssl) => ssl.CertificateChainPolicy = Policy(authorities);
    }

    private static X509ChainPolicy Policy(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private static OptionFile? File(string option, string? path) => path is null ? null : new OptionFile(option, path);
}
