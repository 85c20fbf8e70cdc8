using CustomerGrains.Server.Hosting.Tls;

namespace CustomerGrains.Server.Tests.Hosting;

public sealed class CertificateFilesTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly TestFiles _files = new();
    private readonly TestAuthority _authority = new();
    private readonly TestIdentity _server;

    public CertificateFilesTests() => _server = _authority.Issue("localhost", TestAuthority.ForServers);

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Every_form_of_a_certificate_is_read_with_its_key_and_chain()
    {
        var password = _files.Write("password", "secret\nanother line");
        (string Certificate, string? Key, string? Password)[] forms =
        [
            (_files.Write("a.pem", _server.Pem), _files.Write("a.key", _server.KeyPem), null),
            (_files.Write("b.pem", _server.Pem), _files.Write("b.key", _server.EncryptedKeyPem("secret")), password),
            (_files.Write("c.pem", _server.KeyPem + "\n" + _server.Pem), null, null),
            (_files.Write("d.PFX", _server.Pfx("secret")), null, password),
            (_files.Write("e.p12", _server.Pfx(null)), null, null),
        ];
        foreach (var (certificate, key, secret) in forms)
        {
            var (own, chain) = Load(certificate, key, secret);
            Assert.True(own.HasPrivateKey, certificate);
            Assert.Equal(("CN=localhost", "CN=intermediate of test authority"), (own.Subject, Assert.Single(chain).Subject));
        }
    }

    public static TheoryData<string, string, string> Problems => new()
    {
        { "missing", "tls-certificate", "no such file" },
        { "folder", "tls-certificate", "cannot be read" },
        { "empty", "tls-certificate", "no certificate in it" },
        { "damaged", "tls-certificate", "cannot be read" },
        { "no key", "tls-certificate", "give the key's file with tls-key" },
        { "key is certificate", "tls-key", "no private key" },
        { "key missing", "tls-key", "no such file" },
        { "key of another", "tls-key", "is not that of the certificate CN=localhost" },
        { "key damaged", "tls-key", "is not that of the certificate CN=localhost" },
        { "key encrypted", "tls-key", "with tls-password-file" },
        { "key password wrong", "tls-key", "or its password" },
        { "password missing", "tls-password-file", "no such file" },
        { "password empty", "tls-password-file", "first line is empty" },
        { "pfx password", "tls-certificate", "without a password" },
        { "pfx wrong password", "tls-certificate", "with the password in" },
        { "pfx damaged", "tls-certificate", "cannot be opened" },
        { "pfx and key", "tls-key", "has its key in it" },
        { "pfx without key", "tls-certificate", "no private key" },
        { "expired", "tls-certificate", "has expired" },
        { "early", "tls-certificate", "not valid yet" },
        { "for clients", "tls-certificate", "not for servers" },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void A_file_that_cannot_be_used_is_named_with_problem_and_remedy(string which, string option, string problem)
    {
        var pem = _files.Write("server.pem", _server.Pem);
        var key = _files.Write("server.key", _server.KeyPem);
        var other = _authority.Issue("localhost", TestAuthority.ForServers);
        string At(string name) => _files.PathOf(name);
        (string Certificate, string? Key, string? Password) files = which switch
        {
            "missing" => (At("nowhere/server.pem"), key, null),
            "folder" => (_files.Folder, key, null),
            "empty" => (_files.Write("empty.pem", ""), key, null),
            "damaged" => (_files.Write("damaged.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), key, null),
            "no key" => (pem, null, null),
            "key is certificate" => (pem, pem, null),
            "key missing" => (pem, At("nowhere.key"), null),
            "key of another" => (pem, _files.Write("other.key", other.KeyPem), null),
            "key damaged" => (pem, _files.Write("damaged.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"), null),
            "key encrypted" => (pem, _files.Write("encrypted.key", _server.EncryptedKeyPem("secret")), null),
            "key password wrong" => (pem, _files.Write("encrypted.key", _server.EncryptedKeyPem("secret")), _files.Write("password", "wrong")),
            "password missing" => (pem, _files.Write("encrypted.key", _server.EncryptedKeyPem("secret")), At("nowhere")),
            "password empty" => (pem, _files.Write("encrypted.key", _server.EncryptedKeyPem("secret")), _files.Write("password", "\nsecret")),
            "pfx password" => (_files.Write("server.pfx", _server.Pfx("secret")), null, null),
            "pfx wrong password" => (_files.Write("server.pfx", _server.Pfx("secret")), null, _files.Write("password", "wrong")),
            "pfx damaged" => (_files.Write("server.pfx", [1, 2, 3]), null, null),
            "pfx and key" => (_files.Write("server.pfx", _server.Pfx(null)), key, null),
            "pfx without key" => (_files.Write("server.pfx", _server.Pfx(null, withKey: false)), null, null),
            "expired" => Pem(_authority.Issue("localhost", TestAuthority.ForServers, fromDay: -10, toDay: -1)),
            "early" => Pem(_authority.Issue("localhost", TestAuthority.ForServers, fromDay: 1)),
            "for clients" => Pem(_authority.Issue("localhost", TestAuthority.ForClients)),
            _ => throw new ArgumentOutOfRangeException(nameof(which)),
        };
        var path = option switch { "tls-certificate" => files.Certificate, "tls-key" => files.Key, _ => files.Password };

        var e = Assert.Throws<ArgumentException>(() => Load(files.Certificate, files.Key, files.Password));

        Assert.StartsWith($"{option}: {path}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
        Assert.Matches(";[^;]+\\.$", e.Message); // the remedy
    }

    [Fact]
    public void Authorities_are_read_and_refused_when_all_have_expired()
    {
        var file = new OptionFile("tls-client-ca", _files.Write("ca.pem", _authority.Pem + "\n" + new TestAuthority("second").Pem));
        Assert.Equal(2, CertificateFiles.Authorities(file, Now).Count);
        var expired = Assert.Throws<ArgumentException>(() => CertificateFiles.Authorities(file, Now.AddDays(200)));
        Assert.Contains("expired", expired.Message, StringComparison.Ordinal);
        var none = Assert.Throws<ArgumentException>(() => CertificateFiles.Authorities(new OptionFile("tls-client-ca", _files.Write("key.pem", _server.KeyPem)), Now));
        Assert.StartsWith($"tls-client-ca: {_files.PathOf("key.pem")}: there is no certificate", none.Message, StringComparison.Ordinal);
    }

    private static (System.Security.Cryptography.X509Certificates.X509Certificate2 Certificate, System.Security.Cryptography.X509Certificates.X509Certificate2Collection Chain) Load(string certificate, string? key, string? password) => CertificateFiles.Identity(
        new OptionFile("tls-certificate", certificate) { KeyOption = "tls-key", PasswordOption = "tls-password-file" },
        key is null ? null : new OptionFile("tls-key", key),
        password is null ? null : new OptionFile("tls-password-file", password),
        CertificateFiles.ServerUse, Now);

    private (string Certificate, string? Key, string? Password) Pem(TestIdentity identity) => (_files.Write("this.pem", identity.Pem), _files.Write("this.key", identity.KeyPem), null);
}
