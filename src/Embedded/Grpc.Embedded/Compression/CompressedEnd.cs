using System.Buffers;
using System.Buffers.Binary;
using Grpc.Net.Compression;

namespace Grpc.Embedded;

/// <summary>
/// Tells a compressed message that was cut off from a whole one: .NET's streams take the first for a shorter message. Both formats end
/// with something about the message as it was.
/// </summary>
internal static class CompressedEnd
{
    private const int Size = 4;

    // Header, one empty block and the end (RFC 1952 §2.2, RFC 1950 §2.2): no whole message is shorter.
    private const int LeastGzip = 18;
    private const int LeastDeflate = 6;

    /// <summary>Whether <paramref name="packed"/> ends as it should when it holds <paramref name="unpacked"/>; true for other formats.</summary>
    public static bool Fits(ICompressionProvider provider, in ReadOnlySequence<byte> packed, ReadOnlySpan<byte> unpacked)
    {
        if (provider is not (GzipCompressionProvider or DeflateCompressionProvider)) return true;
        var isGzip = provider is GzipCompressionProvider;
        if (packed.Length < (isGzip ? LeastGzip : LeastDeflate)) return false;
        Span<byte> end = stackalloc byte[Size];
        packed.Slice(packed.Length - Size).CopyTo(end);
        return isGzip
            ? BinaryPrimitives.ReadUInt32LittleEndian(end) == (uint)unpacked.Length
            : BinaryPrimitives.ReadUInt32BigEndian(end) == Adler32(unpacked);
    }

    /// <summary>RFC 1950 §8.2.</summary>
    private static uint Adler32(ReadOnlySpan<byte> bytes)
    {
        // The most bytes whose sums cannot exceed 32 bits (zlib's NMAX).
        const int Most = 5552;
        const uint Modulus = 65_521;
        uint a = 1, b = 0;
        while (!bytes.IsEmpty)
        {
            var piece = bytes[..Math.Min(Most, bytes.Length)];
            foreach (var one in piece)
            {
                a += one;
                b += a;
            }
            a %= Modulus;
            b %= Modulus;
            bytes = bytes[piece.Length..];
        }
        return (b << 16) | a;
    }
}
