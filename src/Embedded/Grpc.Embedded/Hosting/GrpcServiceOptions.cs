using System.IO.Compression;
using Grpc.Embedded;
using Grpc.Net.Compression;

namespace Grpc.AspNetCore.Server;

/// <summary>How services are served. What is not set for one service is taken from the options of all.</summary>
public class GrpcServiceOptions
{
    internal const int DefaultMaxReceiveMessageSize = 4 * 1024 * 1024;

    private int? _maxReceiveMessageSize = DefaultMaxReceiveMessageSize;
    private int? _maxSendMessageSize;
    private IList<ICompressionProvider>? _compressionProviders;

    /// <summary>All defaults.</summary>
    public GrpcServiceOptions()
    {
    }

    /// <summary>
    /// The largest message a caller may send, in bytes, also after decompression; null for no limit. A larger one ends its call
    /// with RESOURCE_EXHAUSTED. Default 4 MiB.
    /// </summary>
    public int? MaxReceiveMessageSize
    {
        get => _maxReceiveMessageSize;
        set
        {
            _maxReceiveMessageSize = value;
            MaxReceiveMessageSizeSpecified = true;
        }
    }

    /// <summary>The largest message a service may send, in bytes, before compression; null, the default, for no limit.</summary>
    public int? MaxSendMessageSize
    {
        get => _maxSendMessageSize;
        set
        {
            _maxSendMessageSize = value;
            MaxSendMessageSizeSpecified = true;
        }
    }

    /// <summary>Whether <see cref="MaxReceiveMessageSize"/> counts; assigning it sets this.</summary>
    public bool MaxReceiveMessageSizeSpecified { get; set; }

    /// <summary>Whether <see cref="MaxSendMessageSize"/> counts; assigning it sets this.</summary>
    public bool MaxSendMessageSizeSpecified { get; set; }

    /// <summary>Whether callers are told the message of an exception that is no <c>RpcException</c>. Default no: it may hold secrets.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary>Whether unknown services and methods are left to other endpoints instead of answered with UNIMPLEMENTED. Default no.</summary>
    public bool? IgnoreUnknownServices { get; set; }

    /// <summary>The encoding of responses, for callers that accept it, e.g. <c>gzip</c>; null, the default, for none.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    /// <summary>How hard responses are compressed; null for the provider's own default.</summary>
    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>The encodings that are known; gzip and deflate unless others are set.</summary>
    public IList<ICompressionProvider> CompressionProviders
    {
        get => _compressionProviders ??= [.. Encodings.DefaultProviders];
        set => _compressionProviders = value;
    }

    /// <summary>What stands around every call, the first outermost; those of all services around those of one.</summary>
    public InterceptorCollection Interceptors { get; } = [];

    internal IEnumerable<ICompressionProvider> OwnCompressionProviders => _compressionProviders ?? [];
}
