using System.Buffers;
using System.Buffers.Binary;
using Grpc.Core;

namespace Grpc.Embedded;

/// <summary>
/// The frame around each message on the wire: one byte, 1 when the message is compressed and else 0, and its length in four
/// bytes, big-endian.
/// </summary>
internal static class MessageFrame
{
    /// <summary>Bytes before the message.</summary>
    public const int HeaderSize = 5;

    public static void WriteHeader(Span<byte> header, int length, bool compressed)
    {
        header[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], (uint)length);
    }

    /// <summary>Reads a header; the length is checked against the limit before the message is waited for.</summary>
    /// <exception cref="RpcException">INTERNAL when the flag is neither 0 nor 1, RESOURCE_EXHAUSTED when the length is beyond the limit.</exception>
    public static int ReadHeader(ReadOnlySpan<byte> header, int? maxSize, out bool compressed)
    {
        if (header[0] > 1) throw new RpcException(ProtocolErrors.BadFlag);
        compressed = header[0] == 1;
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (length > (maxSize ?? Array.MaxLength)) throw new RpcException(ProtocolErrors.ReceivedTooLarge);
        return (int)length;
    }

    /// <summary>Takes the first message off <paramref name="buffer"/>; false when it has not arrived whole, and nothing is taken.</summary>
    public static bool TryTake(ref ReadOnlySequence<byte> buffer, int? maxSize, out ReadOnlySequence<byte> message, out bool compressed)
    {
        message = default;
        compressed = false;
        if (buffer.Length < HeaderSize) return false;
        int length;
        if (buffer.FirstSpan.Length >= HeaderSize)
        {
            length = ReadHeader(buffer.FirstSpan, maxSize, out compressed);
        }
        else
        {
            Span<byte> header = stackalloc byte[HeaderSize];
            buffer.Slice(0, HeaderSize).CopyTo(header);
            length = ReadHeader(header, maxSize, out compressed);
        }
        if (buffer.Length - HeaderSize < length) return false;
        message = buffer.Slice(HeaderSize, length);
        buffer = buffer.Slice(message.End);
        return true;
    }
}
