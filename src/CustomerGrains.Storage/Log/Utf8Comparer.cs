using CustomerGrains.Domain.Entities;

namespace CustomerGrains.Storage.Log;

/// <summary>Compares entity keys as UTF-8, so that looking one up needs no array.</summary>
internal sealed class Utf8Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static Utf8Comparer Instance { get; } = new();

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

    // The lower bits choose the partition and are the same for all its keys.
    public int GetHashCode(ReadOnlySpan<byte> alternate) => (int)(EntityKey.Hash(alternate) >> 32);
}
