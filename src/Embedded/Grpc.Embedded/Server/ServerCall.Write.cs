using System.IO.Pipelines;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Grpc.Embedded;

/// <content>Responses: written straight into Kestrel's buffers.</content>
internal sealed partial class ServerCall
{
    // Messages with BufferHint wait for the next one, but not for ever more of them.
    private const int MaxUnflushed = 64 * 1024;

    private PipeWriter? _writer;
    private MessageSink? _sink;
    private string? _encoding;
    private int _unflushed;
    private bool _isWriting;
    private InvalidOperationException? _refusal;

    /// <summary>The one response of a method that has one; it leaves together with the trailers.</summary>
    public async ValueTask WriteSingleAsync<T>(T? message, Action<T, SerializationContext> serializer) where T : class
    {
        if (message is null) throw new RpcException(new Status(StatusCode.Cancelled, "No message returned from method."));
        Task starting;
        lock (_gate)
        {
            if (_isOver) return;
            starting = StartResponse();
        }
        await starting.ConfigureAwait(false);
        lock (_gate)
        {
            if (!_isOver) Serialize(message, serializer);
        }
    }

    /// <summary>The next response of a stream; done when the transport can take more.</summary>
    public Task WriteNextAsync<T>(T message, Action<T, SerializationContext> serializer, CancellationToken cancellationToken) where T : class
    {
        lock (_gate)
        {
            if (_isOver || Http.RequestAborted.IsCancellationRequested) return Task.FromException(RequestIsComplete());
            if (_isWriting)
                return Task.FromException(new InvalidOperationException("Can't write the message because the previous write is in progress."));
            _isWriting = true;
        }
        var writing = WriteAsync(message, serializer, cancellationToken);
        return writing.IsCompletedSuccessfully ? Task.CompletedTask : writing.AsTask();
    }

    /// <summary>Ends the call at once as cancelled: a write was cancelled, and half a message cannot be taken back.</summary>
    public void Reset() => Http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpResetFeature>()?.Reset(CancelCode);

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        Task starting;
        lock (_gate)
        {
            if (_hasStarted || _isOver || Http.Response.HasStarted)
                throw new InvalidOperationException("Response headers can only be sent once per call.");
            foreach (var entry in responseHeaders) AddHeader(entry);
            starting = StartResponse();
        }
        await starting.ConfigureAwait(false);
        await _writer!.FlushAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask WriteAsync<T>(T message, Action<T, SerializationContext> serializer, CancellationToken cancellationToken) where T : class
    {
        try
        {
            Task starting;
            lock (_gate) starting = StartResponse();
            await starting.ConfigureAwait(false);
            lock (_gate)
            {
                if (_isOver) throw RequestIsComplete();
                Serialize(message, serializer);
                if (_unflushed < MaxUnflushed && ((WriteOptions?.Flags ?? 0) & WriteFlags.BufferHint) != 0) return;
                _unflushed = 0;
            }
            var flushed = await _writer!.FlushAsync(cancellationToken).ConfigureAwait(false);
            // Kestrel does not always report an aborted request as a cancelled flush.
            if (!flushed.IsCompleted && (Http.RequestAborted.IsCancellationRequested || cancellationToken.IsCancellationRequested))
                throw new OperationCanceledException("Request aborted while sending the message.");
        }
        finally
        {
            _isWriting = false;
        }
    }

    // Remembered, since a method that lets it through has done nothing wrong: its caller went away.
    private InvalidOperationException RequestIsComplete() =>
        _refusal = new InvalidOperationException("Can't write the message because the request is complete.");

    private Task StartResponse()
    {
        if (_hasStarted) return Task.CompletedTask;
        // From here on the status belongs into the trailers, whoever ends the call.
        _hasStarted = true;
        _writer = Http.Response.BodyWriter;
        // Before the first byte of the body: what is written earlier would be buffered.
        return Http.Response.StartAsync(CancellationToken.None);
    }

    private void Serialize<T>(T message, Action<T, SerializationContext> serializer)
    {
        _sink ??= new MessageSink(_writer!, _settings.MaxSendMessageSize);
        var compression = _encoding is not null && ((WriteOptions?.Flags ?? 0) & WriteFlags.NoCompress) == 0 ? _settings.Encodings.Find(_encoding) : null;
        _unflushed += _sink.Write(message, serializer, compression, _settings.ResponseCompressionLevel);
    }

    private void AddHeader(Metadata.Entry entry)
    {
        if (entry.Key == HeaderNames.EncodingRequest)
        {
            UseEncoding(entry.Value);
            return;
        }
        var value = WireMetadata.Encode(entry);
        if (!WireMetadata.IsText(value))
            throw new InvalidOperationException($"Error adding response header '{entry.Key}': its value is not printable ASCII.");
        ResponseStatus.Append(Http.Response.Headers, entry.Key, value);
    }

    private void UseEncoding(string encoding)
    {
        _encoding = encoding;
        Http.Response.Headers[HeaderNames.Encoding] = encoding;
    }
}
