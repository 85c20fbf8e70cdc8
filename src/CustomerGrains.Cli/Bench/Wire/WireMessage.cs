using System.Buffers;
using Grpc.Core;

namespace CustomerGrains.Cli.Bench.Wire;

/// <summary>A message that is nothing but bytes, in an array of the pool: what is measured is the wire, not a serializer.</summary>
internal sealed class WireMessage : IDisposable
{
    private byte[]? _bytes;

    private WireMessage(byte[] bytes, int length)
    {
        _bytes = bytes;
        Length = length;
    }

    /// <summary>Writes the bytes where they go out, reads them with one copy.</summary>
    public static Marshaller<WireMessage> Marshaller { get; } = Marshallers.Create<WireMessage>(Write, Read);

    public int Length { get; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>A message of that many bytes, each another.</summary>
    public static WireMessage Make(int length)
    {
        var message = new WireMessage(ArrayPool<byte>.Shared.Rent(length), length);
        for (var i = 0; i < length; i++) message._bytes![i] = (byte)(i * 7);
        return message;
    }

    /// <summary>Gives the array back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _bytes, null) is { } bytes) ArrayPool<byte>.Shared.Return(bytes);
    }

    private static void Write(WireMessage message, SerializationContext context)
    {
        context.SetPayloadLength(message.Length);
        context.GetBufferWriter().Write(message.Bytes);
        context.Complete();
    }

    private static WireMessage Read(DeserializationContext context)
    {
        var payload = context.PayloadAsReadOnlySequence();
        var message = new WireMessage(ArrayPool<byte>.Shared.Rent((int)payload.Length), (int)payload.Length);
        payload.CopyTo(message._bytes);
        return message;
    }
}
