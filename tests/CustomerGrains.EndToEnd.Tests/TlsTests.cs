using CustomerGrains.Client;
using CustomerGrains.EndToEnd.Tests.Support;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.EndToEnd.Tests;

/// <summary>A server with a plain and a TLS address, and its clients as programs and as the library, with certificates made here.</summary>
public sealed class TlsTests : IDisposable
{
    private const string Mapping = """
        {
          "source": "tls-test",
          "record": {
            "id": { "template": "{row}" }, "recordType": { "constant": "moCall" }, "msisdn": "msisdn",
            "startTime": { "column": "time", "format": "unix" }, "durationSeconds": { "column": "seconds", "unit": "seconds" }
          },
          "subscriber": { "subscriberId": { "template": "t-{msisdn}" }, "activationTime": { "constant": "2025-01-01T00:00:00Z" }, "msisdns": ["msisdn"] }
        }
        """;

    private readonly TestFiles _files = new();
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _other = new("another authority");
    private readonly string _ca;

    public TlsTests() => _ca = _files.Write("ca.pem", _authority.Pem);

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Every_command_works_over_TLS_with_certificates_of_both()
    {
        using var server = await ServeAsync("--tls-client-ca", _ca);
        Assert.Equal(["http", "https"], server.Addresses.Select(a => a.Scheme));
        string[] secure = ["--server", server.Addresses[1].ToString(), "--ca", _ca, .. Certificate("feeder", _authority)];
        var mapping = _files.Write("mapping.json", Mapping);
        var calls = _files.Write("calls.csv", "msisdn,time,seconds\n8613900000001,1767225600,60\n8613900000001,1767225700,5\n");

        var import = await CliProcess.RunAsync(["import", calls, "--mapping", mapping, "--distinct", .. secure]);
        Assert.True(import.ExitCode == 0, import.Output);
        var replay = await CliProcess.RunJsonAsync(["replay", calls, "--mapping", mapping, "--json", .. secure]);
        Assert.Equal(2, replay.GetProperty("applied").GetInt32());
        var subscriber = await CliProcess.RunJsonAsync(["get", "t-8613900000001", "--json", .. secure]);
        Assert.Equal("t-8613900000001", subscriber.GetProperty("subscriber_id").GetString());

        // The plain address is there at the same time, and the same server.
        var overTls = await CliProcess.RunJsonAsync(["digest", "--json", .. secure]);
        var overPlain = await CliProcess.RunJsonAsync("digest", "--json", "--server", server.Addresses[0].ToString());
        Assert.Equal(overPlain.GetProperty("digest").GetString(), overTls.GetProperty("digest").GetString());
        Assert.Equal(0, await server.TerminateAsync());
    }

    [Fact]
    public async Task Whoever_cannot_prove_who_it_is_gets_one_sentence_and_nothing_else()
    {
        using var server = await ServeAsync("--tls-client-ca", _ca);
        var (plain, tls) = (server.Addresses[0], server.Addresses[1]);
        var otherCa = _files.Write("other-ca.pem", _other.Pem);
        string[][] attempts =
        [
            ["--server", tls.ToString(), .. Certificate("feeder", _authority)], // does not know the server's authority
            ["--server", tls.ToString(), "--ca", otherCa, .. Certificate("feeder", _authority)], // trusts another
            ["--server", tls.ToString(), "--ca", _ca], // shows no certificate
            ["--server", tls.ToString(), "--ca", _ca, .. Certificate("stranger", _other)], // shows one of another authority
            ["--server", $"https://127.0.0.1:{plain.Port}", "--ca", _ca], // no TLS at this port
            ["--server", $"http://127.0.0.1:{tls.Port}"], // TLS at this port
        ];
        foreach (var options in attempts)
        {
            var (exitCode, output) = await CliProcess.RunAsync(["digest", .. options]);
            Assert.True(exitCode == 1, $"{string.Join(' ', options)}: {exitCode} {output}");
            Assert.Contains("Cannot reach the server", output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        }

        // An expired certificate the program does not even send; the library does, and the server refuses it.
        var (refused, problem) = await CliProcess.RunAsync(["digest", "--server", tls.ToString(), "--ca", _ca, .. Certificate("late", _authority, toDay: 0)]);
        Assert.Equal(2, refused);
        Assert.Contains("expired", problem, StringComparison.Ordinal);
        var late = _authority.Issue("late", TestAuthority.ForClients, fromDay: -9, toDay: 0);
        using var client = new CustomerGrainsClient(tls, new CustomerGrainsClientOptions { CertificateAuthorities = _authority.Roots, ClientCertificate = late.Certificate, ClientCertificateChain = late.Chain });
        await Assert.ThrowsAsync<RpcException>(async () => await client.Operations.GetStatisticsAsync(new GetStatisticsRequest()));
    }

    [Fact]
    public async Task The_library_publishes_over_TLS_and_certificates_may_be_optional()
    {
        using var server = await ServeAsync("--tls-client-ca", _ca, "--tls-client-certificates", "optional");
        var identity = _authority.Issue("feeder", TestAuthority.ForClients);
        CustomerGrainsClientOptions[] all =
        [
            new() { CertificateAuthorities = _authority.Roots, ClientCertificate = identity.Certificate, ClientCertificateChain = identity.Chain },
            new() { CertificateAuthorities = _authority.Roots },
        ];
        foreach (var (options, number) in all.Select((o, i) => (o, i)))
        {
            using var client = new CustomerGrainsClient(server.Addresses[1], options);
            await using var publisher = await client.OpenPublisherAsync("tls", $"stream-{number}");
            var batch = new UsageBatchBuffer();
            batch.Add(new UsageRecordFields { Id = "a"u8, RecordType = 0, Msisdn = "8613800000001"u8, StartTime = 1_767_225_600, DurationSeconds = 1 });
            Assert.Equal(1u, (await (await publisher.PublishAsync(batch)).Acknowledged).Rejected); // nobody holds the number
            Assert.Equal(1UL, await publisher.CloseAsync());
        }
        // One of another authority is refused even so.
        var stranger = _other.Issue("stranger", TestAuthority.ForClients);
        using var refused = new CustomerGrainsClient(server.Addresses[1], all[0] with { ClientCertificate = stranger.Certificate, ClientCertificateChain = stranger.Chain });
        await Assert.ThrowsAsync<RpcException>(async () => await refused.Operations.GetStatisticsAsync(new GetStatisticsRequest()));
        Assert.Throws<ArgumentException>(() => new CustomerGrainsClient(server.Addresses[0], all[1]));
    }

    [Fact]
    public async Task A_PFX_file_with_a_password_and_settings_from_file_and_environment_do_as_well()
    {
        var pfx = _files.Write("server.pfx", _authority.Issue("localhost", TestAuthority.ForServers).Pfx("secret"));
        var password = _files.Write("password", "secret\n");
        var config = _files.Write("server.json", $$"""{ "listen": "https://localhost:0", "tlsCertificate": "{{pfx}}", "tlsPasswordFile": "/nowhere", "maxStreams": 7 }""");
        using var server = CliProcess.StartWith(
            new() { ["CG_SERVE_TLS_PASSWORD_FILE"] = password },
            "serve", "--data", _files.PathOf("store"), "--config", config, "--listen", "https://127.0.0.1:0");
        await server.FirstLineAsync();
        var digest = await CliProcess.RunAsync("digest", "--server", server.Addresses[0].ToString(), "--ca", _ca);
        Assert.True(digest.ExitCode == 0, digest.Output);
    }

    [Fact]
    public async Task Settings_that_cannot_be_end_the_start_with_one_sentence()
    {
        var identity = _authority.Issue("localhost", TestAuthority.ForServers);
        var cert = _files.Write("server.pem", identity.Pem);
        var other = _files.Write("other.key", _authority.Issue("localhost", TestAuthority.ForServers).KeyPem);
        (string Problem, string[] Arguments)[] starts =
        [
            ("tls-certificate: is missing", ["--listen", "https://127.0.0.1:0"]),
            ("tls-key: /nowhere.key: there is no such file", ["--listen", "https://127.0.0.1:0", "--tls-certificate", cert, "--tls-key", "/nowhere.key"]),
            ("is not that of the certificate CN=localhost", ["--listen", "https://127.0.0.1:0", "--tls-certificate", cert, "--tls-key", other]),
            ("tls-client-ca: ", ["--listen", "https://127.0.0.1:0", "--tls-certificate", cert, "--tls-key", _files.Write("server.key", identity.KeyPem), "--tls-client-ca", other]),
            ("tls-client-certificates: 'maybe' is none of required, optional", ["--tls-client-certificates", "maybe"]),
            ("max-streams: 0 is out of range; give 1 to", ["--max-streams", "0"]),
            ("listen: 'somewhere' is not an address", ["--listen", "somewhere"]),
        ];
        foreach (var (problem, arguments) in starts)
        {
            var (exitCode, output) = await CliProcess.RunAsync(["serve", "--data", _files.PathOf("store"), .. arguments]);
            Assert.True(exitCode == 2, $"{string.Join(' ', arguments)}: {exitCode} {output}");
            Assert.Contains(problem, output, StringComparison.Ordinal);
            Assert.Equal(1, output.Count(c => c == '\n'));
        }
        Assert.False(System.IO.Directory.Exists(_files.PathOf("store")), "A store was made.");
    }

    private async Task<CliProcess> ServeAsync(params string[] arguments)
    {
        var identity = _authority.Issue("localhost", TestAuthority.ForServers);
        return await CliProcess.ServeAsync(_files.PathOf("store"), "http://127.0.0.1:0,https://127.0.0.1:0",
            ["--clock", "stream", "--tls-certificate", _files.Write("server.pem", identity.Pem), "--tls-key", _files.Write("server.key", identity.KeyPem), .. arguments]);
    }

    private string[] Certificate(string name, TestAuthority authority, int toDay = 30)
    {
        var identity = authority.Issue(name, TestAuthority.ForClients, fromDay: -9, toDay);
        return ["--cert", _files.Write(name + ".pem", identity.Pem), "--key", _files.Write(name + ".key", identity.KeyPem)];
    }
}
