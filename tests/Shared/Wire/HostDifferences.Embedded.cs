using Grpc.Core;

namespace CustomerGrains.Tests;

/// <summary>Where the embedded host keeps to the specification and the real packages do not (README of Grpc.Embedded).</summary>
internal static class HostDifferences
{
    /// <summary>Of a request that cannot be parsed or decompressed.</summary>
    public static StatusCode Unparsable(StatusCode specified) => specified;

    /// <summary>Whether an error is logged for a request that cannot be parsed, or whose caller is gone.</summary>
    public static bool LogsCallersFaults => false;

    /// <summary>Of a response that is not gRPC's, or that has no status.</summary>
    public static StatusCode NotGrpc => StatusCode.Unknown;

    /// <summary>Of a server whose certificate is not trusted.</summary>
    public static StatusCode NotTrusted => StatusCode.Unavailable;

    /// <summary>Of a call whose connection ends before the server's first frame.</summary>
    public static StatusCode NotBegun => StatusCode.Unavailable;

    /// <summary>In the detail of a call whose connection was refused.</summary>
    public static string Refused(Uri address) => $"Connection refused (127.0.0.1:{address.Port})";

    /// <summary>Of a compressed request that ends too soon.</summary>
    public static StatusCode TruncatedCompression => StatusCode.Internal;

    /// <summary>In the detail when a marshaller wrote two bytes of three.</summary>
    public static string ShortMessage => "announced 3 bytes and wrote 2";

    /// <summary>On the wire, in a compressed stream: sent unpacked, as every gRPC understands.</summary>
    public static string EmptyMessage => "0000000000";

    /// <summary>Of the write that fails because the server has ended a duplex call, when nobody has read its status yet.</summary>
    public static StatusCode WriteAfterEnd(StatusCode ofCall) => ofCall;
}
