using System.Buffers.Binary;

namespace CustomerGrains.Tests;

/// <summary>Writes the five bytes in front of a message, right or wrong.</summary>
internal static class MessageFrameBytes
{
    public static void Write(Span<byte> header, long length, byte flag)
    {
        header[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], (uint)length);
    }
}
