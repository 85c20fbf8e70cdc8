using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Net.Client;

/// <summary>How a channel reaches its server.</summary>
public sealed class GrpcChannelOptions
{
    private TimeSpan _initialReconnectBackoff = TimeSpan.FromSeconds(1);
    private TimeSpan? _maxReconnectBackoff = TimeSpan.FromSeconds(120);

    /// <summary>All defaults.</summary>
    public GrpcChannelOptions()
    {
    }

    /// <summary>Whether there is TLS, and what is added to every call; null, the default, goes by the address's scheme.</summary>
    public ChannelCredentials? Credentials { get; set; }

    /// <summary>
    /// What carries the calls, with its certificates, keep-alive pings and limits; the channel does not dispose of it unless
    /// <see cref="DisposeHttpClient"/> is set. Null, the default, for a <see cref="SocketsHttpHandler"/> of its own that opens more
    /// connections when one is full and goes through no proxy.
    /// </summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Carries the calls instead of <see cref="HttpHandler"/>; its time-out applies to them.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>Whether disposing of the channel also disposes of the <see cref="HttpHandler"/> or <see cref="HttpClient"/> that was given.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>
    /// The largest message a server may send, in bytes, also after decompression; null for no limit. A larger one ends its call
    /// with RESOURCE_EXHAUSTED. Default 4 MiB.
    /// </summary>
    public int? MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>The largest message a caller may send, in bytes, before compression; null, the default, for no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>The encodings that are known; null, the default, for gzip and deflate.</summary>
    public IList<ICompressionProvider>? CompressionProviders { get; set; }

    /// <summary>Whether a call that its caller cancelled, or whose deadline passed, throws <see cref="OperationCanceledException"/> instead of <see cref="RpcException"/>. Default no.</summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>Whether call credentials are sent without TLS too, readable for anyone on the way. Default no: they are left out.</summary>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }

    /// <summary>How long a call that waits for a connection waits after the first failure; doubled after each further one. Default 1 s.</summary>
    /// <exception cref="ArgumentException">It is not positive.</exception>
    public TimeSpan InitialReconnectBackoff
    {
        get => _initialReconnectBackoff;
        set => _initialReconnectBackoff = value > TimeSpan.Zero ? value : throw new ArgumentException("Initial reconnect backoff must be greater than zero.");
    }

    /// <summary>The longest such wait; null for no limit. Default 120 s.</summary>
    /// <exception cref="ArgumentException">It is not positive.</exception>
    public TimeSpan? MaxReconnectBackoff
    {
        get => _maxReconnectBackoff;
        set => _maxReconnectBackoff = value is null || value > TimeSpan.Zero ? value : throw new ArgumentException("Maximum reconnect backoff must be greater than zero.");
    }
}
