using System.Net;
using System.Net.Sockets;
using System.Text;
using Grpc.Net.Client;

namespace CustomerGrains.Wire.Tests.Levels;

/// <summary>One connection for damaged requests and their neighbours. Were it ever to break, a second one would be opened, and counted.</summary>
internal sealed class SharedConnection : IDisposable
{
    private readonly SocketsHttpHandler _handler;
    private readonly HttpMessageInvoker _http;
    private readonly Uri _address;
    private int _connections;

    public SharedConnection(Uri address)
    {
        _address = address;
        _handler = new SocketsHttpHandler
        {
            UseProxy = false,
            // What is no ASCII goes out as the bytes it is made of.
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            ConnectCallback = ConnectAsync,
        };
        _http = new HttpMessageInvoker(_handler, disposeHandler: false);
        Channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = _handler });
    }

    /// <summary>Connections that were opened so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>For the neighbours.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>A request for a path as it is, whatever is in it.</summary>
    public HttpRequestMessage Request(string verb, string path, byte[] body) =>
        new(new HttpMethod(verb), new Uri(_address.GetLeftPart(UriPartial.Authority) + "/" + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };

    /// <summary>Sends a request and reads its answer to the end.</summary>
    public async Task<Reply> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return new Reply(
                (int)response.StatusCode,
                response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var type) ? type.ToString() : "",
                Value(response, "grpc-status"),
                Value(response, "grpc-message") ?? "",
                body,
                null);
        }
        catch (Exception e) when (ResetOf(e) is { } code)
        {
            return new Reply(0, "", null, "", [], code);
        }
    }

    public void Dispose()
    {
        Channel.Dispose();
        _http.Dispose();
        _handler.Dispose();
    }

    private static string? Value(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.NonValidated.TryGetValues(name, out var trailer) || response.Headers.NonValidated.TryGetValues(name, out trailer) ? trailer.ToString() : null;

    /// <summary>Of the stream alone: what ends the connection is no answer.</summary>
    private static long? ResetOf(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
            if (e is HttpProtocolException { HttpRequestError: HttpRequestError.HttpProtocolError } protocol && protocol.Message.Contains("stream", StringComparison.Ordinal)) return protocol.ErrorCode;
        return null;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _connections);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
