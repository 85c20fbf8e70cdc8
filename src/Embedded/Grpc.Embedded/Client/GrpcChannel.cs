using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Embedded;

namespace Grpc.Net.Client;

/// <summary>
/// A way to a gRPC server over HTTP/2. Safe for use from many threads; make one and keep it. Connections are opened when calls
/// need them, and again after they broke.
/// </summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly ConcurrentDictionary<IMethod, Uri> _paths = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly bool _ownsInvoker;
    private bool _isDisposed;

    private GrpcChannel(Uri address, GrpcChannelOptions options) : base(address.Authority)
    {
        Address = address;
        Options = options;
        Security = ChannelSecurity.Of(options.Credentials, address);
        Encodings = new Encodings(options.CompressionProviders ?? Encodings.DefaultProviders);
        var isGiven = options.HttpClient is not null || options.HttpHandler is not null;
        _ownsInvoker = !isGiven || options.DisposeHttpClient;
        Invoker = options.HttpClient ?? new HttpMessageInvoker(options.HttpHandler ?? OwnHandler(), disposeHandler: _ownsInvoker);
    }

    internal Uri Address { get; }

    internal GrpcChannelOptions Options { get; }

    internal ChannelSecurity Security { get; }

    internal Encodings Encodings { get; }

    internal HttpMessageInvoker Invoker { get; }

    internal CancellationToken Closing => _closing.Token;

    /// <summary>A channel to <paramref name="address"/>, e.g. <c>http://localhost:5001</c>. Nothing is connected yet.</summary>
    /// <exception cref="ArgumentException">The address has no http or https scheme or no host, or does not go with the options.</exception>
    public static GrpcChannel ForAddress(string address) => ForAddress(address, new GrpcChannelOptions());

    /// <inheritdoc cref="ForAddress(string)"/>
    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        return ForAddress(new Uri(address), channelOptions);
    }

    /// <inheritdoc cref="ForAddress(string)"/>
    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    /// <inheritdoc cref="ForAddress(string)"/>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        if (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            throw new ArgumentException($"The address '{address}' must begin with http:// or https://.", nameof(address));
        if (channelOptions.HttpClient is not null && channelOptions.HttpHandler is not null)
            throw new ArgumentException("HttpClient and HttpHandler have been configured. Only one HTTP caller can be specified.", nameof(channelOptions));
        return new GrpcChannel(address, channelOptions);
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The channel was disposed of.</exception>
    public override CallInvoker CreateCallInvoker()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return new ChannelInvoker(this);
    }

    /// <summary>Cancels the calls that are open and lets go of the connections, if they are the channel's own.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _closing.Cancel();
        if (_ownsInvoker) Invoker.Dispose();
    }

    /// <summary>Where the calls of a method go.</summary>
    internal Uri PathOf(IMethod method)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _paths.GetOrAdd(method, static (m, address) => new Uri(address, m.FullName), Address);
    }

    // A gRPC server does not redirect, and a call with what it carries is not to go elsewhere because somebody on the way says so.
    private static SocketsHttpHandler OwnHandler() => new() { EnableMultipleHttp2Connections = true, UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
}
