namespace CustomerGrains.Server.Feed;

/// <summary>Reads protobuf's wire format in place. A method that returns false has met bytes that cannot be of it.</summary>
internal ref struct WireReader
{
    internal const uint Varint = 0;
    internal const uint Fixed64 = 1;
    internal const uint Length = 2;
    internal const uint Fixed32 = 5;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;

    internal WireReader(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _at = 0;
    }

    internal readonly bool AtEnd => _at == _bytes.Length;

    internal bool TryReadVarint(out ulong value)
    {
        var at = _at;
        if (at < _bytes.Length && _bytes[at] < 0x80)
        {
            value = _bytes[at];
            _at = at + 1;
            return true;
        }
        value = 0;
        for (var shift = 0; shift < 70 && at < _bytes.Length; shift += 7)
        {
            var b = _bytes[at++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b >= 0x80) continue;
            _at = at;
            return true;
        }
        return false;
    }

    internal bool TryReadTag(out uint field, out uint type)
    {
        var read = TryReadVarint(out var tag);
        (field, type) = ((uint)(tag >> 3), (uint)tag & 7);
        return read && field != 0 && tag <= uint.MaxValue;
    }

    internal bool TryReadBytes(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (!TryReadVarint(out var length) || length > (ulong)(_bytes.Length - _at)) return false;
        bytes = _bytes.Slice(_at, (int)length);
        _at += (int)length;
        return true;
    }

    /// <summary>Passes over a field that is not known, groups of proto2 included.</summary>
    internal bool TrySkip(uint field, uint type, int depth = 0)
    {
        switch (type)
        {
            case Varint: return TryReadVarint(out _);
            case Fixed64: return TryAdvance(8);
            case Length: return TryReadBytes(out _);
            case Fixed32: return TryAdvance(4);
            case 3 when depth < 64:
                while (TryReadTag(out var inner, out var innerType))
                {
                    if (innerType == 4) return inner == field;
                    if (!TrySkip(inner, innerType, depth + 1)) return false;
                }
                return false;
            default: return false;
        }
    }

    private bool TryAdvance(int count)
    {
        if (count > _bytes.Length - _at) return false;
        _at += count;
        return true;
    }
}
