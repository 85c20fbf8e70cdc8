using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.Client.Tests;

/// <summary>A real HTTP/2 server on 127.0.0.1 with a fake feed and a fake directory behind it.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, bool> _connections;

    private FakeServer(WebApplication app, ConcurrentDictionary<string, bool> connections)
    {
        _app = app;
        _connections = connections;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public Uri Address { get; }

    /// <summary>Connections that are open.</summary>
    public int Connections => _connections.Count;

    public static async Task<FakeServer> StartAsync(FakeFeed feed, int port = 0, FakeDirectory? directory = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        var connections = new ConcurrentDictionary<string, bool>();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.Use(next => async connection =>
            {
                connections[connection.ConnectionId] = true;
                await next(connection);
                connections.TryRemove(connection.ConnectionId, out _);
            });
        }));
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromMilliseconds(100));
        builder.Services.AddSingleton(feed);
        builder.Services.AddSingleton(directory ?? new FakeDirectory());
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<FakeFeedService>();
        app.MapGrpcService<FakeSubscribersService>();
        app.MapGrpcService<FakeDirectoryService>();
        await app.StartAsync();
        return new FakeServer(app, connections);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
