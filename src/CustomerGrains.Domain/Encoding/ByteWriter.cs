using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace CustomerGrains.Domain.Encoding;

/// <summary>A growing buffer for the formats of this project: little-endian, LEB128 for what is usually small.
/// Not thread-safe; meant to be kept and <see cref="Clear"/>ed.</summary>
public sealed class ByteWriter
{
    private byte[] _buffer;
    private int _length;

    public ByteWriter(int capacity = 256) => _buffer = new byte[capacity];

    public int Length => _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, _length);

    public void Clear() => _length = 0;

    /// <summary>Takes back everything from <paramref name="length"/> on.</summary>
    public void Truncate(int length) => _length = length;

    public byte[] ToArray() => Written.ToArray();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Byte(byte value)
    {
        var (buffer, at) = (_buffer, _length);
        if ((uint)at >= (uint)buffer.Length)
        {
            Grow(1);
            buffer = _buffer;
        }
        buffer[at] = value;
        _length = at + 1;
    }

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Reserve(2), value);

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Reserve(4), value);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Reserve(8), value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Varint(ulong value)
    {
        if (value < 0x80) Byte((byte)value);
        else LongVarint(value);
    }

    private void LongVarint(ulong value)
    {
        if (_buffer.Length - _length < 10) Grow(10);
        if (value < 1UL << 56)
        {
            // The reverse of ByteReader.LongVarint: groups of seven bits pulled apart, all but the last marked.
            var bytes = (BitOperations.Log2(value | 1) + 7) / 7;
            value = (value & 0x0fff_ffff) | (value & 0x00ff_ffff_f000_0000) << 4;
            value = (value & 0x0000_3fff_0000_3fff) | (value & 0x0fff_c000_0fff_c000) << 2;
            value = (value & 0x007f_007f_007f_007f) | (value & 0x3f80_3f80_3f80_3f80) << 1;
            BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(_length), value | 0x8080_8080_8080_8080 & (1UL << 8 * (bytes - 1)) - 1);
            _length += bytes;
            return;
        }
        while (value >= 0x80)
        {
            _buffer[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }
        _buffer[_length++] = (byte)value;
    }

    public void SignedVarint(long value) => Varint((ulong)(value << 1) ^ (ulong)(value >> 63));

    public void Count(int value) => Varint((uint)value);

    /// <summary>The bytes with their length in front.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Count(value.Length);
        Raw(value);
    }

    public void Text(string value)
    {
        var length = System.Text.Encoding.UTF8.GetByteCount(value);
        Count(length);
        System.Text.Encoding.UTF8.GetBytes(value, Reserve(length));
    }

    public void Raw(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    /// <summary>Room for <paramref name="count"/> bytes that the caller fills at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int count)
    {
        if (_buffer.Length - _length < count) Grow(count);
        var span = _buffer.AsSpan(_length, count);
        _length += count;
        return span;
    }

    /// <summary>Overwrites four bytes written earlier.</summary>
    public void PatchUInt32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(at, 4), value);

    private void Grow(int count) => Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, checked(_length + count)));
}
