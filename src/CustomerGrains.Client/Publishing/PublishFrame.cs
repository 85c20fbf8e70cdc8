using System.Buffers;
using CustomerGrains.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CustomerGrains.Client;

/// <summary>An encoded <c>PublishRequest</c> on its way out: gRPC carries the bytes as they are.</summary>
internal sealed class PublishFrame(ReadOnlyMemory<byte> payload)
{
    /// <summary><c>UsageFeed.Publish</c>, with requests that are encoded already.</summary>
    public static Method<PublishFrame, PublishResponse> Method { get; } = new(
        MethodType.DuplexStreaming,
        "customergrains.v1.UsageFeed",
        "Publish",
        new Marshaller<PublishFrame>(Serialize, static (DeserializationContext _) => throw new NotSupportedException("A client only sends requests.")),
        new Marshaller<PublishResponse>(
            static (_, _) => throw new NotSupportedException("A client only receives responses."),
            static context => PublishResponse.Parser.ParseFrom(context.PayloadAsReadOnlySequence())));

    /// <summary>The request that ends a stream for good.</summary>
    public static PublishFrame Close { get; } = new(new PublishRequest { Close = new CloseStream() }.ToByteArray());

    /// <summary>The request that opens a stream.</summary>
    public static PublishFrame Open(string source, string stream, long? sourceSequence)
    {
        var open = new OpenStream { Source = source, Stream = stream };
        if (sourceSequence is { } number) open.SourceSequence = (ulong)number;
        return new(new PublishRequest { Open = open }.ToByteArray());
    }

    private ReadOnlyMemory<byte> Payload { get; } = payload;

    /// <summary>Copies the bytes into gRPC's own buffer at once, so that ours is free again when the answer comes.</summary>
    private static void Serialize(PublishFrame frame, SerializationContext context)
    {
        context.SetPayloadLength(frame.Payload.Length);
        context.GetBufferWriter().Write(frame.Payload.Span);
        context.Complete();
    }
}
