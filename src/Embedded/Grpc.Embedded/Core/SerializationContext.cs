using System.Buffers;

namespace Grpc.Core;

/// <summary>
/// Where a marshaller writes one message: either <see cref="Complete(byte[])"/> alone, or <see cref="GetBufferWriter"/> and
/// then <see cref="Complete()"/>. With <see cref="SetPayloadLength"/> before, the bytes go to the wire without a copy.
/// </summary>
public abstract class SerializationContext
{
    /// <summary>For contexts that derive.</summary>
    protected SerializationContext()
    {
    }

    /// <summary>Hands over the whole message.</summary>
    public virtual void Complete(byte[] payload) => throw Unsupported();

    /// <summary>Says how many bytes will be written, before <see cref="GetBufferWriter"/>.</summary>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    /// <summary>Where to write the message.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw Unsupported();

    /// <summary>All bytes of the message have been written to <see cref="GetBufferWriter"/>.</summary>
    public virtual void Complete() => throw Unsupported();

    private NotSupportedException Unsupported() => new($"{GetType()} does not take messages this way.");
}
