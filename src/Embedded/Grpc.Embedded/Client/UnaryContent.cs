using System.Net;
using Grpc.Core;

namespace Grpc.Embedded;

/// <summary>The request body of a call with one message, written in one go. It can be sent again: a handler does so when a server refused it.</summary>
internal sealed class UnaryContent<TRequest> : HttpContent where TRequest : class
{
    private readonly TRequest _request;
    private readonly Action<TRequest, SerializationContext> _serializer;
    private readonly ClientCall _call;

    public UnaryContent(TRequest request, Action<TRequest, SerializationContext> serializer, ClientCall call)
    {
        _request = request;
        _serializer = serializer;
        _call = call;
        Headers.TryAddWithoutValidation("Content-Type", HeaderNames.ContentType);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var buffer = new PooledBuffer();
        _call.SinkInto(buffer).Write(_request, _serializer, _call.Compression(_call.Options.WriteOptions));
        await stream.WriteAsync(buffer.Written, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
