using Grpc.Core;

namespace CustomerGrains.Tests;

/// <summary>Where the real packages do not keep to the specification and the embedded host does (README of Grpc.Embedded).</summary>
internal static class HostDifferences
{
    /// <summary>Of a request that cannot be parsed or decompressed: taken for a failure of the method.</summary>
    public static StatusCode Unparsable(StatusCode specified) => StatusCode.Unknown;

    /// <summary>Whether an error is logged for a request that cannot be parsed, or whose caller is gone.</summary>
    public static bool LogsCallersFaults => true;

    /// <summary>Of a response that is not gRPC's, or that has no status.</summary>
    public static StatusCode NotGrpc => StatusCode.Cancelled;

    /// <summary>Of a server whose certificate is not trusted.</summary>
    public static StatusCode NotTrusted => StatusCode.Internal;

    /// <summary>Of a call whose connection ends before the server's first frame.</summary>
    public static StatusCode NotBegun => StatusCode.Internal;

    /// <summary>In the detail of a call whose connection was refused.</summary>
    public static string Refused(Uri address) => "Error connecting to subchannel.";

    /// <summary>Of a compressed request that ends too soon: its rest is taken for empty.</summary>
    public static StatusCode TruncatedCompression => StatusCode.OK;

    /// <summary>In the detail when a marshaller wrote two bytes of three.</summary>
    public static string ShortMessage => "Incomplete message.";

    /// <summary>On the wire, in a compressed stream: said to be packed, and without a byte.</summary>
    public static string EmptyMessage => "0100000000";

    /// <summary>Of the write that fails because the server has ended a duplex call, when nobody has read its status yet.</summary>
    public static StatusCode WriteAfterEnd(StatusCode ofCall) => StatusCode.Cancelled;
}
