using System.Net.Sockets;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Grpc.Embedded;

/// <summary>
/// One call at the server. Its method, its deadline and its caller may end it at any moment from different threads: every touch
/// of the response is under <c>_gate</c>, and the first to set <c>_isOver</c> decides how the call ends.
/// </summary>
internal sealed partial class ServerCall : ServerCallContext, IServerCallContextFeature
{
    private readonly Lock _gate = new();
    private readonly ServiceSettings _settings;
    private readonly ILogger _logger;
    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;
    private AuthContext? _authContext;
    private string? _peer;
    private Status _status = Status.DefaultSuccess;

    public ServerCall(HttpContext http, ServiceSettings settings, ILogger logger)
    {
        Http = http;
        _settings = settings;
        _logger = logger;
    }

    /// <summary>The HTTP request.</summary>
    public HttpContext Http { get; }

    ServerCallContext IServerCallContextFeature.ServerCallContext => this;

    protected override string MethodCore => Http.Request.Path.Value ?? "";

    protected override string HostCore => Http.Request.Host.Value ?? "";

    protected override string PeerCore => _peer ??= PeerOf(Http.Connection);

    protected override DateTime DeadlineCore => _deadline;

    protected override CancellationToken CancellationTokenCore => _deadline == DateTime.MaxValue ? Http.RequestAborted : DeadlineToken();

    protected override Metadata RequestHeadersCore => _requestHeaders ??= ReceivedHeaders(Http.Request.Headers);

    protected override Metadata ResponseTrailersCore => _responseTrailers ??= [];

    protected override Status StatusCore { get => _status; set => _status = value; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override IDictionary<object, object> UserStateCore => Http.Items!;

    protected override AuthContext AuthContextCore => _authContext ??= PeerIdentity.Of(Http.Connection.ClientCertificate);

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("Calls served by Kestrel have no propagation tokens; pass on Deadline and CancellationToken instead.");

    private static string PeerOf(ConnectionInfo connection) => connection.RemoteIpAddress switch
    {
        null => "unknown",
        { AddressFamily: AddressFamily.InterNetwork } v4 => $"ipv4:{v4}:{connection.RemotePort}",
        { AddressFamily: AddressFamily.InterNetworkV6 } v6 => $"ipv6:[{v6}]:{connection.RemotePort}",
        var other => $"unknown:{other}:{connection.RemotePort}",
    };

    private static Metadata ReceivedHeaders(IHeaderDictionary headers)
    {
        var received = new Metadata();
        foreach (var (name, values) in headers)
        {
            if (IsProtocolHeader(name)) continue;
            foreach (var value in values) WireMetadata.Add(received, name, value);
        }
        return received;
    }

    private static bool IsProtocolHeader(string name) =>
        name.StartsWith(':')
        || name.Equals(HeaderNames.Encoding, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.AcceptEncoding, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.Timeout, StringComparison.OrdinalIgnoreCase)
        || name.Equals("content-type", StringComparison.OrdinalIgnoreCase)
        || name.Equals("content-encoding", StringComparison.OrdinalIgnoreCase)
        || name.Equals("te", StringComparison.OrdinalIgnoreCase)
        || name.Equals("host", StringComparison.OrdinalIgnoreCase)
        || name.Equals("accept-encoding", StringComparison.OrdinalIgnoreCase);
}
