using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CustomerGrains.Tests;

/// <summary>An authority that issues certificates for this machine and for clients, by an intermediate one as real ones do.</summary>
public sealed class TestAuthority
{
    public const string ForServers = "1.3.6.1.5.5.7.3.1";
    public const string ForClients = "1.3.6.1.5.5.7.3.2";

    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _intermediate;

    public TestAuthority(string name = "test authority")
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _root = Request(name, key, isAuthority: true).CreateSelfSigned(Now.AddDays(-100), Now.AddDays(100));
        var intermediate = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _intermediate = Request("intermediate of " + name, intermediate, isAuthority: true).Create(_root, Now.AddDays(-90), Now.AddDays(90), Serial()).CopyWithPrivateKey(intermediate);
    }

    /// <summary>The root alone: what others have to trust.</summary>
    public string Pem => _root.ExportCertificatePem();

    public X509Certificate2Collection Roots => [X509Certificate2.CreateFromPem(Pem)];

    /// <summary>A certificate for localhost and 127.0.0.1, or for a client of that name.</summary>
    public TestIdentity Issue(string name, string use, int fromDay = -1, int toDay = 30)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(name, key, isAuthority: false);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (use == ForServers) names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var certificate = request.Create(_intermediate, Now.AddDays(fromDay), Now.AddDays(toDay), Serial());
        return new TestIdentity(certificate.CopyWithPrivateKey(key), _intermediate);
    }

    private static CertificateRequest Request(string name, ECDsa key, bool isAuthority)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, hasPathLengthConstraint: false, 0, critical: true));
        return request;
    }

    private static byte[] Serial() => [1, .. RandomNumberGenerator.GetBytes(15)];
}
