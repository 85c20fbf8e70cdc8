using CustomerGrains.Server.Hosting;
using CustomerGrains.Server.Hosting.Tls;

namespace CustomerGrains.Server.Tests.Hosting;

public sealed class ListenTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://127.0.0.1:0, https://[::1]:5443")]
    [InlineData("http://localhost:5080,https://*:443")]
    [InlineData("http://0.0.0.0:5080")]
    public void Addresses_are_read_and_written(string text) =>
        Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), string.Join(',', ListenAddress.ParseAll(text)));

    [Theory]
    [InlineData("", "form")]
    [InlineData("5080", "form")]
    [InlineData("http://127.0.0.1", "form")]
    [InlineData("http://127.0.0.1:70000", "form")]
    [InlineData("http://127.0.0.1:-1", "form")]
    [InlineData("http://[::1", "form")]
    [InlineData("http://::1:5080", "form")]
    [InlineData("http://[127.0.0.1]:5080", "form")]
    [InlineData("ftp://127.0.0.1:1", "form")]
    [InlineData("http://example.com:5080", "IP address of this machine")] // Kestrel would listen on all addresses
    [InlineData("http://127.0.0.1:1,", "form")]
    [InlineData("http://localhost:0", "127.0.0.1 or [::1]")]
    [InlineData("http://127.0.0.1:5080,https://127.0.0.1:5080", "a port of its own")]
    public void What_is_no_address_says_what_is(string text, string remedy)
    {
        var problem = Assert.Throws<ArgumentException>(() => new ServerOptions { Listen = text, Tls = new TlsOptions { Certificate = "x" } }.Validate());
        Assert.StartsWith("listen: '", problem.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, problem.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, ServerOptions> Wrong => new()
    {
        { "data", new() { DataDirectory = " " } },
        { "tls-certificate", new() { Listen = "https://127.0.0.1:1" } },
        { "listen", new() { Tls = new TlsOptions { Certificate = "x" } } },
        { "listen", new() { Tls = new TlsOptions { ClientCertificatesOptional = true } } },
        { "tls-client-certificates", new() { Listen = "https://127.0.0.1:1", Tls = new TlsOptions { Certificate = "x", ClientCertificatesOptional = true } } },
        { "day-window", new() { DayWindow = 0 } },
        { "checkpoint-seconds", new() { CheckpointSeconds = 0 } },
        { "segment-megabytes", new() { SegmentMegabytes = 1_001 } },
        { "history-months", new() { HistoryMonths = -1 } },
        { "history-megabytes", new() { HistoryMegabytes = -1 } },
        { "idle-seconds", new() { IdleSeconds = 0 } },
        { "drain-seconds", new() { DrainSeconds = -1 } },
        { "shutdown-seconds", new() { ShutdownSeconds = 0 } },
        { "keep-alive-seconds", new() { KeepAliveSeconds = -1 } },
        { "keep-alive-timeout-seconds", new() { KeepAliveTimeoutSeconds = 0 } },
        { "max-streams", new() { MaxStreams = 0 } },
        { "max-connections", new() { MaxConnections = 0 } },
        { "max-message-megabytes", new() { MaxMessageMegabytes = 1_001 } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_option_is_named(string option, ServerOptions options)
    {
        var problem = Assert.Throws<ArgumentException>(options.Validate);
        Assert.StartsWith(option + ": ", problem.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_in_use_is_one_sentence_and_leaves_the_store_free()
    {
        await using var first = await TestServer.StartAsync();
        using var files = new TestFiles();
        var options = new ServerOptions { DataDirectory = files.PathOf("store"), Listen = first.Address.GetLeftPart(UriPartial.Authority) };
        var taken = await Assert.ThrowsAsync<IOException>(() => ServerHost.StartAsync(options));
        Assert.StartsWith("listen: ", taken.Message, StringComparison.Ordinal);
        Assert.Contains(options.Listen, taken.Message, StringComparison.Ordinal);

        options = options with { Listen = "http://192.0.2.1:5080" };
        var elsewhere = await Assert.ThrowsAsync<IOException>(() => ServerHost.StartAsync(options));
        Assert.Contains("'http://192.0.2.1:5080'", elsewhere.Message, StringComparison.Ordinal);

        await using var second = await ServerHost.StartAsync(options with { Listen = "http://127.0.0.1:0" });
    }
}
