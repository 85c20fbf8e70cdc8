using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CustomerGrains.Tests;

/// <summary>A certificate with its key, in the forms in which people have them.</summary>
public sealed class TestIdentity(X509Certificate2 certificate, X509Certificate2 intermediate)
{
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000);

    /// <summary>The certificate and the one it rests on.</summary>
    public string Pem => certificate.ExportCertificatePem() + "\n" + intermediate.ExportCertificatePem() + "\n";

    public string KeyPem => certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();

    public string EncryptedKeyPem(string password) => certificate.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem(password, Encryption);

    public byte[] Pfx(string? password, bool withKey = true)
    {
        var own = withKey ? certificate : X509CertificateLoader.LoadCertificate(certificate.RawData);
        var all = new X509Certificate2Collection { own, X509CertificateLoader.LoadCertificate(intermediate.RawData) };
        return all.Export(X509ContentType.Pkcs12, password)!;
    }

    /// <summary>For the client library.</summary>
    public X509Certificate2 Certificate => certificate;

    public X509Certificate2Collection Chain => [X509CertificateLoader.LoadCertificate(intermediate.RawData)];
}
