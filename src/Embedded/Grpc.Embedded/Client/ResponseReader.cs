using System.Buffers;
using Grpc.Core;

namespace Grpc.Embedded;

/// <summary>
/// Reads messages from a response body. A message is parsed where it lies in a buffer that grows with what arrives, not with
/// what a header announces.
/// </summary>
internal sealed class ResponseReader(Stream body, string? encoding, Encodings encodings, int? maxSize)
{
    private const int FirstSize = 4096;
    private const int Step = 128 * 1024;

    private readonly MessageSource _source = new();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>The next message; null when there is none any more.</summary>
    /// <exception cref="RpcException">The response does not keep to the protocol or to the limits.</exception>
    public async ValueTask<T?> ReadAsync<T>(Func<DeserializationContext, T> deserializer, CancellationToken cancellationToken) where T : class
    {
        while (true)
        {
            if (TryTake(out var payload, out var needed)) return _source.Parse(payload, deserializer);
            if (_isAtEnd) return _start == _end ? null : throw new RpcException(ProtocolErrors.Incomplete);
            Received(await body.ReadAsync(Room(needed), cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>
    /// Receives all that is still to come without parsing it. Only for a response whose end has arrived: what is left of it is
    /// bounded by the window that the server had to keep to.
    /// </summary>
    public async ValueTask ReceiveToEndAsync(CancellationToken cancellationToken)
    {
        while (!_isAtEnd) Received(await body.ReadAsync(Room(checked(_end - _start + Step)), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Gives the buffer back; only when nothing is reading.</summary>
    public void Release()
    {
        var buffer = _buffer;
        _buffer = [];
        _start = _end = 0;
        _isAtEnd = true;
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
    }

    private bool TryTake(out ReadOnlySequence<byte> payload, out int needed)
    {
        payload = default;
        needed = MessageFrame.HeaderSize;
        if (_end - _start < needed) return false;
        var length = MessageFrame.ReadHeader(_buffer.AsSpan(_start), maxSize, out var compressed);
        needed = checked(MessageFrame.HeaderSize + length);
        if (_end - _start < needed) return false;
        payload = new ReadOnlySequence<byte>(_buffer, _start + MessageFrame.HeaderSize, length);
        _start += needed;
        if (compressed) payload = Unpack(payload);
        return true;
    }

    private void Received(int count)
    {
        if (count == 0) _isAtEnd = true;
        else _end += count;
    }

    // Behind what is here; never empty.
    private Memory<byte> Room(int needed)
    {
        var held = _end - _start;
        if (held == 0) _start = _end = 0;
        if (_start + needed > _buffer.Length || _end == _buffer.Length) Move(held, needed);
        return _buffer.AsMemory(_end);
    }

    private void Move(int held, int needed)
    {
        var target = _buffer;
        // At most a step ahead of what is here, whatever has been announced.
        if (needed > _buffer.Length) target = ArrayPool<byte>.Shared.Rent(Math.Min(needed, Math.Max(_buffer.Length * 2, held + Step)));
        _buffer.AsSpan(_start, held).CopyTo(target);
        if (target != _buffer) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = target;
        _start = 0;
        _end = held;
    }

    private ReadOnlySequence<byte> Unpack(in ReadOnlySequence<byte> payload)
    {
        if (encoding is null) throw new RpcException(new Status(StatusCode.Internal, "Response did not include grpc-encoding value with compressed message."));
        if (encoding == Encodings.Identity) throw new RpcException(new Status(StatusCode.Internal, "Response sent 'identity' grpc-encoding value with compressed message."));
        if (encodings.Find(encoding) is { } provider) return Encodings.Decompress(provider, payload, maxSize);
        throw new RpcException(ProtocolErrors.UnknownEncoding(encoding, encodings.Accepted));
    }
}
