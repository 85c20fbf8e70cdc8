using CustomerGrains.Server.Hosting;
using CustomerGrains.Server.Hosting.Tls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.Interop.Tests.Server;

/// <summary>The real server, three times for one client: one with and without TLS, the latter also behind a tap; one that wants a
/// client certificate; and one behind a tap that is stopped and started. Each also serves the echo service. Disposing fails when one of
/// them logged an error: nothing that a client does here may be one.</summary>
internal sealed class InteropServers : IAsyncDisposable
{
    private readonly CallLog _calls = new();
    private readonly List<TestServer> _servers = [];
    private TestServer? _drain;
    private Task _draining = Task.CompletedTask;

    private InteropServers()
    {
    }

    public Certificates Certificates { get; } = new();

    public WireTap PlainTap { get; } = new();

    public WireTap DrainTap { get; } = new();

    public string PlainAddress { get; private set; } = "";

    public string TlsAddress { get; private set; } = "";

    public string MutualAddress { get; private set; } = "";

    public static async Task<InteropServers> StartAsync()
    {
        var servers = new InteropServers();
        try
        {
            await servers.StartAllAsync();
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Begins to stop the server behind <see cref="DrainTap"/>; done when it has said GOAWAY and takes no connection.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var goaways = DrainTap.Traffic.FromServer.Goaways;
        _draining = _drain!.StopServerAsync();
        await DrainTap.AwaitAsync(traffic => traffic.FromServer.Goaways > goaways, cancellationToken);
        DrainTap.Close();
    }

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await _draining.WaitAsync(cancellationToken);
        await _drain!.RestartAsync(clock: ClockMode.Wall, options: Patient, builder: AddEcho, app: MapEcho);
        DrainTap.Open(_drain.Address.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await DrainTap.DisposeAsync();
        await PlainTap.DisposeAsync();
        await _draining;
        Certificates.Dispose();
        // All are stopped, whichever of them fails.
        await Task.WhenAll(_servers.Select(async server => await server.DisposeAsync()));
    }

    private async Task StartAllAsync()
    {
        var tls = new TlsOptions { Certificate = Certificates.ServerFile, Key = Certificates.ServerKeyFile };
        var plain = await StartAsync(options => options with { Listen = "http://127.0.0.1:0, https://127.0.0.1:0", Tls = tls, KeepAliveSeconds = 1 });
        var mutual = await StartAsync(options => options with { Listen = "https://127.0.0.1:0", Tls = tls with { ClientCa = Certificates.AuthorityFile } });
        _drain = await StartAsync(Patient);
        PlainTap.Open(plain.Addresses[0].Port);
        DrainTap.Open(_drain.Address.Port);
        PlainAddress = $"127.0.0.1:{plain.Addresses[0].Port}";
        TlsAddress = $"localhost:{plain.Addresses[1].Port}";
        MutualAddress = $"localhost:{mutual.Address.Port}";
    }

    private async Task<TestServer> StartAsync(Func<ServerOptions, ServerOptions> options)
    {
        var server = await TestServer.StartAsync(clock: ClockMode.Wall, options: options, builder: AddEcho, app: MapEcho);
        _servers.Add(server);
        return server;
    }

    private static ServerOptions Patient(ServerOptions options) => options with { ShutdownSeconds = 60 };

    private void AddEcho(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new EchoService(_calls));
        builder.Services.AddSingleton(new HarnessService(_calls, this));
    }

    private static void MapEcho(WebApplication app)
    {
        app.Use(ShortenDeadlineAsync);
        app.MapGrpcService<EchoService>();
        app.MapGrpcService<HarnessService>();
    }

    // As a proxy does that lets a call have less time than its caller gave it: then only the server knows when it is over.
    private static Task ShortenDeadlineAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Headers.TryGetValue("x-server-timeout", out var timeout)) http.Request.Headers["grpc-timeout"] = timeout;
        return next(http);
    }
}
