using System.IO.Compression;
using Grpc.AspNetCore.Server;

namespace Grpc.Embedded;

/// <summary>What counts for one service: its own options over those of all.</summary>
internal sealed class ServiceSettings
{
    public ServiceSettings(GrpcServiceOptions all, GrpcServiceOptions own)
    {
        MaxReceiveMessageSize = (own.MaxReceiveMessageSizeSpecified ? own : all).MaxReceiveMessageSize;
        MaxSendMessageSize = (own.MaxSendMessageSizeSpecified ? own : all).MaxSendMessageSize;
        EnableDetailedErrors = own.EnableDetailedErrors ?? all.EnableDetailedErrors ?? false;
        IgnoreUnknownServices = all.IgnoreUnknownServices ?? false;
        IgnoreUnknownMethods = own.IgnoreUnknownServices ?? all.IgnoreUnknownServices ?? false;
        Encodings = new Encodings(own.OwnCompressionProviders.Concat(all.CompressionProviders));
        ResponseCompressionAlgorithm = own.ResponseCompressionAlgorithm ?? all.ResponseCompressionAlgorithm;
        ResponseCompressionLevel = own.ResponseCompressionLevel ?? all.ResponseCompressionLevel;
        Interceptors = [.. all.Interceptors, .. own.Interceptors];
        if (ResponseCompressionAlgorithm is { } name && name != Encodings.Identity && !Encodings.Knows(name))
            throw new InvalidOperationException($"The configured response compression algorithm '{name}' does not have a matching compression provider.");
    }

    public int? MaxReceiveMessageSize { get; }

    public int? MaxSendMessageSize { get; }

    public bool EnableDetailedErrors { get; }

    public bool IgnoreUnknownServices { get; }

    public bool IgnoreUnknownMethods { get; }

    public Encodings Encodings { get; }

    public string? ResponseCompressionAlgorithm { get; }

    public CompressionLevel? ResponseCompressionLevel { get; }

    public IReadOnlyList<InterceptorRegistration> Interceptors { get; }
}
