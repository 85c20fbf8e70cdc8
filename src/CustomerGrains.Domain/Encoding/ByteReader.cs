using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace CustomerGrains.Domain.Encoding;

/// <summary>Reads what <see cref="ByteWriter"/> wrote. Every read past the end throws <see cref="CorruptDataException"/>.</summary>
public ref struct ByteReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;

    public ByteReader(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _at = 0;
    }

    public readonly int Position => _at;

    public readonly bool AtEnd => _at >= _bytes.Length;

    public byte Byte()
    {
        if ((uint)_at >= (uint)_bytes.Length) Throw();
        return _bytes[_at++];
    }

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>An unsigned LEB128 number of at most ten bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Varint() => (uint)_at < (uint)_bytes.Length && _bytes[_at] is < 0x80 and var small ? TakeSmall(small) : LongVarint();

    private ulong TakeSmall(byte value)
    {
        _at++;
        return value;
    }

    private ulong LongVarint()
    {
        ulong value = 0;
        if (_bytes.Length - _at >= 2 && _bytes[_at + 1] is < 0x80 and var second)
        {
            value = (uint)_bytes[_at] & 0x7f | (uint)second << 7;
            _at += 2;
            return value;
        }
        if (_bytes.Length - _at >= sizeof(ulong))
        {
            // Eight bytes at once: where the number ends, and its groups of seven bits pushed together, two by two.
            var word = BinaryPrimitives.ReadUInt64LittleEndian(_bytes[_at..]);
            if ((~word & 0x8080_8080_8080_8080) is not 0 and var ends)
            {
                var bits = BitOperations.TrailingZeroCount(ends) + 1;
                _at += bits / 8;
                value = word & ulong.MaxValue >> 64 - bits;
                value = (value & 0x007f_007f_007f_007f) | (value & 0x7f00_7f00_7f00_7f00) >> 1;
                value = (value & 0x0000_3fff_0000_3fff) | (value & 0x3fff_0000_3fff_0000) >> 2;
                return (value & 0x0fff_ffff) | (value & 0x0fff_ffff_0000_0000) >> 4;
            }
        }
        for (var shift = 0; shift < 64; shift += 7)
        {
            var b = Byte();
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80) return value;
        }
        throw new CorruptDataException("A variable-length number is longer than ten bytes.");
    }

    public long SignedVarint()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A <see cref="Varint"/> that must fit a non-negative <see cref="int"/>: lengths, counts, ordinals.</summary>
    public int Count()
    {
        var value = Varint();
        if (value > int.MaxValue) throw new CorruptDataException($"A count of {value} is out of range.");
        return (int)value;
    }

    /// <summary>A <see cref="Count()"/> of things that follow, each of at least <paramref name="bytesEach"/> bytes: more than there can
    /// be is refused before anybody makes room for them.</summary>
    public int Count(int bytesEach)
    {
        var count = Count();
        if (count > (_bytes.Length - _at) / bytesEach) Throw();
        return count;
    }

    /// <summary>Bytes with their length in front, in place.</summary>
    public ReadOnlySpan<byte> Bytes() => Take(Count());

    public string Text() => System.Text.Encoding.UTF8.GetString(Bytes());

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _bytes.Length - _at) Throw();
        var span = _bytes.Slice(_at, count);
        _at += count;
        return span;
    }

    /// <exception cref="CorruptDataException">Something is left.</exception>
    public readonly void End()
    {
        if (!AtEnd) throw new CorruptDataException($"{_bytes.Length - _at} bytes follow that nothing announced.");
    }

    private readonly void Throw() =>
        throw new CorruptDataException($"The data end at byte {_bytes.Length}, before what they announce.");
}
