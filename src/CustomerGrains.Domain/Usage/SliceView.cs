using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Usage;

/// <summary>The records of one batch that belong to one subscriber, read in place. Format v1: byte version, cause
/// (<see cref="SliceCause"/>), varint stamp at which the batch was first seen, varint count, then per record varint index, varint
/// ordinal among equals, bytes record.</summary>
public ref struct SliceView
{
    public const byte FormatVersion = 1;

    private ByteReader _reader;
    private int _left;

    public SliceView(ReadOnlySpan<byte> bytes)
    {
        _reader = new ByteReader(bytes);
        if (_reader.Byte() is var format and not FormatVersion) throw new CorruptDataException($"A slice has format {format}; this version reads {FormatVersion}.");
        Cause = SliceCause.Read(ref _reader);
        FirstSeen = (long)_reader.Varint();
        Count = _left = _reader.Count(bytesEach: 3);
    }

    public SliceCause Cause { get; }

    /// <summary>Stamp at which the batch was first seen: whose number it was is asked as of then, also when it is sent again.</summary>
    public long FirstSeen { get; }

    public int Count { get; }

    /// <summary>Place of the current record in its batch.</summary>
    public int Index { get; private set; }

    /// <summary>Place of the current record among equal ones of its batch.</summary>
    public int Ordinal { get; private set; }

    /// <summary>Canonical bytes of the current record.</summary>
    public ReadOnlySpan<byte> Record { get; private set; }

    public bool MoveNext()
    {
        if (_left == 0) return false;
        _left--;
        Index = _reader.Count();
        Ordinal = _reader.Count();
        Record = _reader.Bytes();
        return true;
    }
}
