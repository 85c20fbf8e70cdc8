using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using CustomerGrains.Interop.Tests.Matrix;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace CustomerGrains.Interop.Tests.Clients.DotNet;

/// <summary>What one feature works with: connections of its own, closed when it is done.</summary>
internal sealed class Run : IDisposable
{
    private static int _names;

    private readonly List<GrpcChannel> _open = [];

    public Run(Settings settings)
    {
        Settings = settings;
        Harness = Connect(settings.Plain).Harness;
    }

    public static Empty Empty { get; } = new();

    public Settings Settings { get; }

    public Harness.HarnessClient Harness { get; }

    public static string NameOfCall() => $"dotnet-{Interlocked.Increment(ref _names)}";

    /// <param name="address">host:port; through the tap when not given.</param>
    public Connection Connect(string? address = null, Action<GrpcChannelOptions>? options = null, Action<SocketsHttpHandler>? handler = null) =>
        Open("http://" + (address ?? Settings.Tapped), options, handler);

    public Connection Tls(string? address = null, string? authority = null, bool withCertificate = false) =>
        Open("https://" + (address ?? Settings.Tls), null, handler =>
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(authority ?? Settings.Authority) },
                RevocationMode = X509RevocationMode.NoCheck,
            };
            if (withCertificate) handler.SslOptions.ClientCertificateContext = ClientCertificate();
        });

    public async Task<Traffic> TrafficAsync() => await Harness.GetTrafficAsync(new TapName { Tap = Tap.Plain });

    /// <summary>The error that the action must end with.</summary>
    public static async Task<RpcException> Fails(StatusCode code, Func<Task> action)
    {
        var error = await Assert.ThrowsAsync<RpcException>(action);
        Assert.True(error.StatusCode == code, error.ToString());
        return error;
    }

    public void Dispose()
    {
        foreach (var channel in _open) channel.Dispose();
    }

    // With the certificates that it rests on, as the file has them.
    private SslStreamCertificateContext ClientCertificate()
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(Settings.Certificate);
        return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(Settings.Certificate, Settings.Key), chain, offline: true);
    }

    private Connection Open(string address, Action<GrpcChannelOptions>? configure, Action<SocketsHttpHandler>? configureHandler)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, EnableMultipleHttp2Connections = true };
        configureHandler?.Invoke(handler);
        var options = new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true };
        configure?.Invoke(options);
        var channel = GrpcChannel.ForAddress(address, options);
        _open.Add(channel);
        return new Connection(channel);
    }
}
