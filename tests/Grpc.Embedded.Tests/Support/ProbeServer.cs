using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Grpc.Embedded.Tests;

/// <summary>A real Kestrel on 127.0.0.1 with <see cref="ProbeService"/>; disposing of it fails when it logged an error that was not expected.</summary>
internal sealed class ProbeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<IDisposable> _channels = [];

    private ProbeServer(WebApplication app, ErrorLog log, bool isTls)
    {
        _app = app;
        Log = log;
        var bound = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Address = new Uri($"{(isTls ? "https://localhost" : "http://127.0.0.1")}:{bound.Port}");
    }

    public ErrorLog Log { get; }

    public Uri Address { get; }

    /// <summary>What the service reports of itself.</summary>
    public ProbeReport Report => _app.Services.GetRequiredService<ProbeReport>();

    public IServiceProvider Services => _app.Services;

    /// <summary>Whether the server may log errors, because the test makes a service throw.</summary>
    public bool MayLogErrors { get; set; }

    public static async Task<ProbeServer> StartAsync(
        Action<GrpcServiceOptions>? grpc = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null,
        X509Certificate2? certificate = null,
        Action<KestrelServerOptions>? kestrel = null,
        int port = 0)
    {
        var log = new ErrorLog();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        if (certificate is not null) builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                if (certificate is null) return;
                listen.UseHttps(certificate, https =>
                {
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    https.ClientCertificateValidation = (_, _, _) => true;
                });
            });
            kestrel?.Invoke(k);
        });
        builder.Logging.AddProvider(log);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.AddSingleton<ProbeReport>();
        builder.Services.AddGrpc(o => grpc?.Invoke(o));
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseRouting();
        if (map is null) app.MapGrpcService<ProbeService>();
        else map(app);
        await app.StartAsync();
        return new ProbeServer(app, log, certificate is not null);
    }

    /// <summary>A channel of its own connection to this server.</summary>
    public GrpcChannel Channel(Action<GrpcChannelOptions>? configure = null, Action<SocketsHttpHandler>? handler = null)
    {
        var http = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        };
        handler?.Invoke(http);
        var options = new GrpcChannelOptions { HttpHandler = http, DisposeHttpClient = true };
        configure?.Invoke(options);
        var channel = GrpcChannel.ForAddress(Address, options);
        _channels.Add(channel);
        return channel;
    }

    public Probe.ProbeClient Client(Action<GrpcChannelOptions>? configure = null) => new(Channel(configure));

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _channels) channel.Dispose();
        // Stopped first: disposing alone takes the services away from calls that have just arrived.
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (!MayLogErrors) Assert.True(Log.Errors.Count == 0, string.Join(Environment.NewLine, Log.Errors));
    }
}
