using System.Net.Sockets;
using CustomerGrains.Server.Hosting.Tls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace CustomerGrains.Server.Hosting;

/// <summary>Kestrel as this server wants it: its addresses, TLS, and limits of HTTP/2.</summary>
internal sealed class Listener
{
    private readonly ServerOptions _options;
    private readonly IReadOnlyList<ListenAddress> _addresses;
    private readonly HttpsConnectionAdapterOptions? _https;

    private Listener(ServerOptions options, IReadOnlyList<ListenAddress> addresses, HttpsConnectionAdapterOptions? https)
    {
        _options = options;
        _addresses = addresses;
        _https = https;
    }

    /// <param name="now">Certificates must be valid then.</param>
    /// <exception cref="ArgumentException">An option; the message names it and the remedy.</exception>
    internal static Listener Create(ServerOptions options, DateTimeOffset now)
    {
        var addresses = ListenAddress.ParseAll(options.Listen);
        return new Listener(options, addresses, addresses.Any(static a => a.IsTls) ? ServerTls.Load(options.Tls, now) : null);
    }

    internal void Configure(KestrelServerOptions kestrel)
    {
        foreach (var address in _addresses) Listen(kestrel, address);
        // gRPC's text headers are ASCII. One that is not is its call's problem; read as UTF-8 it would cost the caller's neighbours
        // their connection.
        kestrel.RequestHeaderEncodingSelector = static _ => System.Text.Encoding.Latin1;
        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = _options.MaxConnections;
        limits.Http2.MaxStreamsPerConnection = _options.MaxStreams;
        limits.Http2.KeepAlivePingDelay = _options.KeepAliveSeconds == 0 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(_options.KeepAliveSeconds);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(_options.KeepAliveTimeoutSeconds);
        Http2Windows.Apply(limits.Http2);
    }

    /// <summary>Starts the application, and says in words when an address cannot be had.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    internal async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new IOException($"listen: {Problem(e.Message)}. Stop what listens there, or choose another port.", e);
        }
        catch (SocketException e)
        {
            throw new IOException($"listen: '{_options.Listen}' cannot be listened on: {e.Message}. Give addresses of this machine, and ports that this user may have (from 1024 on).", e);
        }
    }

    private void Listen(KestrelServerOptions kestrel, ListenAddress address)
    {
        if (address.IsLocalhost) kestrel.ListenLocalhost(address.Port, Configure);
        else if (address.Address is { } ip) kestrel.Listen(ip, address.Port, Configure);
        else kestrel.ListenAnyIP(address.Port, Configure);

        void Configure(ListenOptions endpoint)
        {
            endpoint.Protocols = HttpProtocols.Http2;
            if (address.IsTls) endpoint.UseHttps(_https!);
        }
    }

    /// <summary>"Failed to bind to address http://127.0.0.1:5080: address already in use." without the full stop.</summary>
    private static string Problem(string message) => message.TrimEnd('.');
}
