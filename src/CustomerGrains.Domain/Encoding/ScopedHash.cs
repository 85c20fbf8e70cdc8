using System.IO.Hashing;

namespace CustomerGrains.Domain.Encoding;

/// <summary>Hashes of texts that are unique within a scope only.</summary>
internal static class ScopedHash
{
    /// <summary>xxHash3 of the bytes with the scope as seed, spread over all 64 bits: of up to 16 bytes xxHash3 is a function of bytes xor
    /// seed, and so <c>a1</c> of source 1 and <c>a2</c> of source 2 would be the same.</summary>
    internal static ulong Of(ReadOnlySpan<byte> bytes, long scope) => XxHash3.HashToUInt64(bytes, unchecked(scope * -7_046_029_254_386_353_131));
}
