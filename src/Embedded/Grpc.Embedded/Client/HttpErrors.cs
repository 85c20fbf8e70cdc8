using System.Net;
using System.Net.Sockets;
using Grpc.Core;

namespace Grpc.Embedded;

/// <summary>What HTTP says, as gRPC statuses: the tables of the specification (PROTOCOL-HTTP2.md, http-grpc-status-mapping.md).</summary>
internal static class HttpErrors
{
    /// <summary>The status of a response that is not gRPC's.</summary>
    public static StatusCode OfHttpStatus(HttpStatusCode code) => (int)code switch
    {
        400 or 431 => StatusCode.Internal,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.Unimplemented,
        429 or 502 or 503 or 504 => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    /// <summary>The status of a call whose HTTP request failed; the detail names every cause.</summary>
    public static Status OfException(string what, Exception exception)
    {
        var detail = what;
        StatusCode? code = null;
        for (var e = exception; e is not null; e = e.InnerException)
        {
            detail += $" {e.GetType().Name}: {e.Message}";
            code = e switch
            {
                HttpProtocolException protocol => OfHttp2Error(protocol.ErrorCode),
                SocketException or IOException => code ?? StatusCode.Unavailable,
                HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ResponseEnded }
                    => code ?? StatusCode.Unavailable,
                HttpRequestException failed when HasNotBegun(failed) => code ?? StatusCode.Unavailable,
                _ => code,
            };
        }
        return new Status(code ?? StatusCode.Internal, detail, exception);
    }

    /// <summary>Whether the request failed before it could have reached the server.</summary>
    public static bool IsNotConnected(HttpRequestException exception) =>
        exception.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
        || HasNotBegun(exception);

    // A connection that ended before the server's first frame, as one that a stopping server had still accepted: .NET says so in words only.
    private static bool HasNotBegun(HttpRequestException exception) => exception is { HttpRequestError: HttpRequestError.Unknown, StatusCode: null, InnerException: null };

    private static StatusCode OfHttp2Error(long code) => code switch
    {
        // NO_ERROR without trailers: the server closed the connection while it stopped; another try may find it again.
        0 => StatusCode.Unavailable,
        7 => StatusCode.Unavailable, // REFUSED_STREAM: not processed
        8 => StatusCode.Cancelled, // CANCEL
        11 => StatusCode.ResourceExhausted, // ENHANCE_YOUR_CALM
        12 => StatusCode.PermissionDenied, // INADEQUATE_SECURITY
        _ => StatusCode.Internal,
    };
}
