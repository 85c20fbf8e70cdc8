using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Usage;

/// <summary>The records of one batch that belong to one subscriber, read in place. Format v1: byte version, cause
/// (<see cref="SliceCause"/>), varint stamp at which the batch was first seen, varint count, then per record varint index, varint
/// ordinal among equals, bytes record. Format v2, of records that are re-driven, has in front of each record's bytes: varint
/// business time at which it came first, milliseconds since 1970-01-01 UTC.</summary>
public ref struct SliceView
{
    public const byte FormatVersion = 1;
    public const byte RedrivenFormatVersion = 2;

    private ByteReader _reader;
    private int _left;

    public SliceView(ReadOnlySpan<byte> bytes)
    {
        _reader = new ByteReader(bytes);
        var format = _reader.Byte();
        if (format is not (FormatVersion or RedrivenFormatVersion)) throw new CorruptDataException($"A slice has format {format}; this version reads {FormatVersion} and {RedrivenFormatVersion}.");
        IsRedriven = format == RedrivenFormatVersion;
        Cause = SliceCause.Read(ref _reader);
        FirstSeen = (long)_reader.Varint();
        Count = _left = _reader.Count(bytesEach: 3);
    }

    public SliceCause Cause { get; }

    /// <summary>Stamp at which the batch was first seen: whose number it was is asked as of then, also when it is sent again.</summary>
    public long FirstSeen { get; }

    public int Count { get; }

    /// <summary>Whether the records were received before and are judged by <see cref="ReceivedAt"/>.</summary>
    public bool IsRedriven { get; }

    /// <summary>Place of the current record in its batch.</summary>
    public int Index { get; private set; }

    /// <summary>Place of the current record among equal ones of its batch.</summary>
    public int Ordinal { get; private set; }

    /// <summary>Business time at which the current record came first, milliseconds since 1970-01-01 UTC; only of one that
    /// <see cref="IsRedriven"/>.</summary>
    public long ReceivedAt { get; private set; }

    /// <summary>Canonical bytes of the current record.</summary>
    public ReadOnlySpan<byte> Record { get; private set; }

    /// <summary>Where they begin in the slice.</summary>
    internal readonly int RecordAt => _reader.Position - Record.Length;

    public bool MoveNext()
    {
        if (_left == 0) return false;
        _left--;
        Index = _reader.Count();
        Ordinal = _reader.Count();
        if (IsRedriven) ReceivedAt = (long)(_reader.Varint() & long.MaxValue);
        Record = _reader.Bytes();
        return true;
    }
}
