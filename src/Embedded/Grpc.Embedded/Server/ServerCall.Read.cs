using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;

namespace Grpc.Embedded;

/// <content>Requests: parsed where they lie in Kestrel's buffers, which get them back before the method sees the message.</content>
internal sealed partial class ServerCall
{
    private readonly MessageSource _source = new();

    /// <summary>The one request of a method that has one.</summary>
    /// <exception cref="RpcException">INTERNAL unless there is exactly one whole message; RESOURCE_EXHAUSTED when it is too large.</exception>
    public async ValueTask<T> ReadSingleAsync<T>(Func<DeserializationContext, T> deserializer) where T : class
    {
        var reader = Http.Request.BodyReader;
        T? message = null;
        while (true)
        {
            var result = await ReceiveAsync(reader, CancellationToken.None).ConfigureAwait(false);
            var isRestEmpty = result.Buffer.IsEmpty;
            if (message is null) message = Take(reader, result, deserializer, out isRestEmpty);
            else reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            // Anything behind the message is one too many, whole or not.
            if (message is not null && !isRestEmpty) throw new RpcException(ProtocolErrors.AdditionalData);
            if (result.IsCompleted) return message ?? throw new RpcException(ProtocolErrors.Incomplete);
        }
    }

    /// <summary>The next request of a stream; null when there is none any more.</summary>
    /// <exception cref="RpcException">INTERNAL when the stream ends within a message; RESOURCE_EXHAUSTED when it is too large.</exception>
    public ValueTask<T?> ReadNextAsync<T>(PipeReader reader, Func<DeserializationContext, T> deserializer, CancellationToken cancellationToken)
        where T : class
    {
        // What has arrived is read without waiting, and without a task.
        if (TryReceive(reader, out var result) && TakeNext(reader, result, deserializer, out var message)) return new ValueTask<T?>(message);
        return WaitForNextAsync(reader, deserializer, cancellationToken);
    }

    private async ValueTask<T?> WaitForNextAsync<T>(
        PipeReader reader, Func<DeserializationContext, T> deserializer, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            var result = await ReceiveAsync(reader, cancellationToken).ConfigureAwait(false);
            if (TakeNext(reader, result, deserializer, out var message)) return message;
        }
    }

    // True: a message, or null for the end. False: more has to arrive first.
    private bool TakeNext<T>(PipeReader reader, in ReadResult result, Func<DeserializationContext, T> deserializer, out T? message)
        where T : class
    {
        message = Take(reader, result, deserializer, out var isRestEmpty);
        if (message is not null) return true;
        if (!result.IsCompleted) return false;
        return isRestEmpty ? true : throw new RpcException(ProtocolErrors.Incomplete);
    }

    private async ValueTask<ReadResult> ReceiveAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (NoteBroken(e, cancellationToken))
        {
            throw;
        }
    }

    private bool TryReceive(PipeReader reader, out ReadResult result)
    {
        try
        {
            return reader.TryRead(out result);
        }
        catch (Exception e) when (NoteBroken(e, CancellationToken.None))
        {
            throw;
        }
    }

    // The caller went away. The call's token will say so too, but perhaps only after the exception has been judged.
    private bool NoteBroken(Exception exception, CancellationToken cancellationToken)
    {
        if (exception is IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)) _isBroken = true;
        return false;
    }

    // The first message of what has been received, if it is there whole; the reader is advanced in every case.
    private T? Take<T>(PipeReader reader, in ReadResult result, Func<DeserializationContext, T> deserializer, out bool isRestEmpty)
        where T : class
    {
        var buffer = result.Buffer;
        var examined = buffer.End;
        try
        {
            if (result.IsCanceled) throw new RpcException(ProtocolErrors.ReadCancelled);
            T? message = null;
            if (MessageFrame.TryTake(ref buffer, _settings.MaxReceiveMessageSize, out var payload, out var compressed))
            {
                if (compressed) payload = Unpack(payload);
                message = _source.Parse(payload, deserializer);
                // The next message may be here already: it must not have to wait for more to arrive.
                examined = buffer.Start;
            }
            isRestEmpty = buffer.IsEmpty;
            return message;
        }
        finally
        {
            reader.AdvanceTo(buffer.Start, examined);
        }
    }

    private ReadOnlySequence<byte> Unpack(in ReadOnlySequence<byte> payload)
    {
        var encoding = Http.Request.Headers[HeaderNames.Encoding].ToString();
        if (encoding.Length == 0) throw new RpcException(ProtocolErrors.CompressedWithoutEncoding);
        if (encoding == Encodings.Identity) throw new RpcException(ProtocolErrors.CompressedIdentity);
        if (_settings.Encodings.Find(encoding) is { } provider) return Encodings.Decompress(provider, payload, _settings.MaxReceiveMessageSize);
        lock (_gate)
        {
            if (!_hasStarted && !_isOver) Http.Response.Headers[HeaderNames.AcceptEncoding] = _settings.Encodings.Accepted;
        }
        throw new RpcException(ProtocolErrors.UnknownEncoding(encoding, _settings.Encodings.Accepted));
    }
}
