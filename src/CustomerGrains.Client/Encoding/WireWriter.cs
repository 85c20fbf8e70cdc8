using System.Numerics;

namespace CustomerGrains.Client;

/// <summary>Protobuf's wire format into a span that is large enough; the caller has seen to that.</summary>
internal ref struct WireWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    /// <summary>Bytes written so far.</summary>
    public int Position { get; private set; }

    private const int VarintType = 0;
    private const int LengthType = 2;

    /// <summary>Bytes that <paramref name="value"/> takes as a varint: 1 to 10.</summary>
    public static int VarintSize(ulong value) => (BitOperations.Log2(value | 1) / 7) + 1;

    /// <summary>A text field; nothing when it is empty.</summary>
    public void Text(int field, scoped ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        Raw((uint)((field << 3) | LengthType));
        Raw((uint)text.Length);
        text.CopyTo(_destination[Position..]);
        Position += text.Length;
    }

    /// <summary>A number, always written.</summary>
    public void Varint(int field, ulong value)
    {
        Raw((uint)((field << 3) | VarintType));
        Raw(value);
    }

    /// <summary>A <c>google.protobuf.Timestamp</c>, written also when it is the epoch.</summary>
    public void Timestamp(int field, long seconds, int nanos)
    {
        Raw((uint)((field << 3) | LengthType));
        var size = (seconds == 0 ? 0 : 1 + VarintSize((ulong)seconds)) + (nanos == 0 ? 0 : 1 + VarintSize((ulong)(long)nanos));
        Raw((uint)size);
        if (seconds != 0) Varint(1, (ulong)seconds);
        if (nanos != 0) Varint(2, (ulong)(long)nanos);
    }

    /// <summary>A bare varint.</summary>
    public void Raw(ulong value)
    {
        var at = Position;
        while (value > 0x7f)
        {
            _destination[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _destination[at++] = (byte)value;
        Position = at;
    }
}
