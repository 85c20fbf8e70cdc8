using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;

namespace Grpc.Embedded.Tests;

public sealed class TlsTests
{
    [Fact]
    public async Task Calls_over_TLS_work_and_credentials_are_sent()
    {
        await using var server = await ProbeServer.StartAsync(certificate: Certificate("localhost"));
        var credentials = CallCredentials.FromInterceptor((context, metadata) =>
        {
            metadata.Add("x-token", $"{context.ServiceUrl}#{context.MethodName}");
            return Task.CompletedTask;
        });
        var client = server.Client(o => o.Credentials = ChannelCredentials.Create(ChannelCredentials.SecureSsl, credentials));
        using var call = client.UnaryAsync(new Ask { Text = "metadata" });
        await call;
        Assert.Equal($"{server.Address.GetLeftPart(UriPartial.Authority)}/grpc.embedded.tests.Probe#Unary", call.GetTrailers().GetValue("x-token"));
    }

    [Fact]
    public async Task Client_certificate_tells_the_service_who_calls()
    {
        await using var server = await ProbeServer.StartAsync(certificate: Certificate("localhost"));
        var channel = server.Channel(handler: h => h.SslOptions.ClientCertificates = [Certificate("caller.example", "one.example", "two.example")]);
        var answer = await new Probe.ProbeClient(channel).UnaryAsync(new Ask { Text = "context" });
        Assert.EndsWith(
            "|True|x509_subject_alternative_name=one.example;x509_subject_alternative_name=two.example;x509_common_name=caller.example",
            answer.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_is_not_trusted_is_not_called()
    {
        await using var server = await ProbeServer.StartAsync(certificate: Certificate("localhost"));
        using var channel = Net.Client.GrpcChannel.ForAddress(server.Address);
        var e = await Assert.ThrowsAsync<RpcException>(async () => await new Probe.ProbeClient(channel).UnaryAsync(new Ask()));
        Assert.Equal(HostDifferences.NotTrusted, e.StatusCode);
    }

    [Fact]
    public async Task Credentials_are_left_out_without_TLS_unless_that_is_asked_for()
    {
        await using var server = await ProbeServer.StartAsync();
        var options = new CallOptions(credentials: CallCredentials.FromInterceptor((_, m) =>
        {
            m.Add("x-token", "secret");
            return Task.CompletedTask;
        }));
        using var without = server.Client().UnaryAsync(new Ask { Text = "metadata" }, options);
        await without;
        Assert.Null(without.GetTrailers().Get("x-token"));
        using var with = server.Client(o => o.UnsafeUseInsecureChannelCallCredentials = true).UnaryAsync(new Ask { Text = "metadata" }, options);
        await with;
        Assert.Equal("secret", with.GetTrailers().GetValue("x-token"));
    }

    private static X509Certificate2 Certificate(string name, params string[] dnsNames)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var dns in dnsNames.Length > 0 ? dnsNames : [name]) names.AddDnsName(dns);
        if (dnsNames.Length == 0) names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        // TLS wants a certificate whose key is not only in memory.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
