using System.Buffers;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Embedded;

/// <summary>
/// Takes messages from marshallers and writes them, framed, into a buffer writer. A message whose length is announced and that
/// is not compressed goes there without a copy.
/// </summary>
internal sealed class MessageSink(IBufferWriter<byte> target, int? maxSize) : SerializationContext, IBufferWriter<byte>
{
    private ArrayBufferWriter<byte>? _collected;
    private ICompressionProvider? _compression;
    private CompressionLevel? _level;
    private int _announced;
    private int _written;
    private State _state;

    private enum State
    {
        Idle,
        Started,
        Direct,
        Collecting,
        Done,
    }

    /// <summary>Frames one message.</summary>
    /// <returns>The bytes that were written, header included.</returns>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: the message is beyond the limit. Nothing of it was written.</exception>
    /// <exception cref="InvalidOperationException">The marshaller did not complete the message or did not keep to its announced length.</exception>
    public int Write<T>(T message, Action<T, SerializationContext> serializer, ICompressionProvider? compression = null, CompressionLevel? level = null)
    {
        _compression = compression;
        _level = level;
        _announced = -1;
        _written = 0;
        _state = State.Started;
        try
        {
            serializer(message, this);
            return _state == State.Done ? _written : throw new InvalidOperationException("The marshaller did not complete the message.");
        }
        finally
        {
            _state = State.Idle;
        }
    }

    public override void SetPayloadLength(int payloadLength)
    {
        Expect(State.Started);
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        _announced = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (_state == State.Direct) return this;
        if (_state == State.Collecting) return _collected!;
        Expect(State.Started);
        if (_announced >= 0 && _compression is null)
        {
            Header(_announced, compressed: false);
            _state = State.Direct;
            return this;
        }
        _collected ??= new ArrayBufferWriter<byte>();
        _collected.ResetWrittenCount();
        _state = State.Collecting;
        return _collected;
    }

    public override void Complete()
    {
        switch (_state)
        {
            case State.Direct when _written != _announced + MessageFrame.HeaderSize:
                throw new InvalidOperationException($"The marshaller announced {_announced} bytes and wrote {_written - MessageFrame.HeaderSize}.");
            case State.Direct:
                break;
            case State.Collecting:
                Whole(_collected!.WrittenSpan);
                break;
            default:
                Expect(State.Direct);
                break;
        }
        _state = State.Done;
    }

    public override void Complete(byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        Expect(State.Started);
        Whole(payload);
        _state = State.Done;
    }

    void IBufferWriter<byte>.Advance(int count)
    {
        target.Advance(count);
        _written += count;
    }

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint) => target.GetMemory(sizeHint);

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => target.GetSpan(sizeHint);

    private void Whole(ReadOnlySpan<byte> payload)
    {
        // An empty message has nothing to compress; some streams make no bytes of it at all, which no other side can unpack.
        if (_compression is null || payload.IsEmpty)
        {
            Header(payload.Length, compressed: false);
            target.Write(payload);
            _written += payload.Length;
            return;
        }
        CheckSize(payload.Length);
        using var packed = new MemoryStream();
        Encodings.Compress(_compression, _level, payload, packed);
        var bytes = packed.GetBuffer().AsSpan(0, (int)packed.Length);
        Header(bytes.Length, compressed: true);
        target.Write(bytes);
        _written += bytes.Length;
    }

    private void Header(int length, bool compressed)
    {
        if (!compressed) CheckSize(length);
        MessageFrame.WriteHeader(target.GetSpan(MessageFrame.HeaderSize), length, compressed);
        target.Advance(MessageFrame.HeaderSize);
        _written += MessageFrame.HeaderSize;
    }

    private void CheckSize(int length)
    {
        if (length > maxSize) throw new RpcException(ProtocolErrors.SentTooLarge);
    }

    private void Expect(State state)
    {
        if (_state != state) throw new InvalidOperationException($"Not valid in the current state: {_state}");
    }
}
