using System.Buffers.Binary;
using System.IO.Hashing;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Server.Feed;

/// <summary>One batch as parsed from the wire: no object per record. Pooled.</summary>
public sealed class ParsedBatch
{
    private ParsedRecord[] _records = new ParsedRecord[1024];

    /// <summary>n; 0 when the wire did not say.</summary>
    public ulong Sequence { get; set; }

    public int Count { get; private set; }

    /// <summary>Canonical bytes of the good records, wire bytes of the bad ones.</summary>
    public ByteWriter Bytes { get; } = new(128 * 1024);

    public ReadOnlySpan<ParsedRecord> Records => _records.AsSpan(0, Count);

    public ReadOnlySpan<byte> BytesOf(in ParsedRecord record) => Bytes.Written.Slice(record.Offset, record.Length);

    public void Add(in ParsedRecord record)
    {
        if (Count == _records.Length) Array.Resize(ref _records, Count * 2);
        _records[Count++] = record;
    }

    /// <summary>Over the parsed records: the same good records in other wire bytes have the same digest. Good records say themselves
    /// where they end; of bad ones, which can be any bytes, place and length go in too.</summary>
    public UInt128 Digest()
    {
        var hash = new XxHash128();
        hash.Append(Bytes.Written);
        Span<byte> numbers = stackalloc byte[8];
        for (var i = 0; i < Count; i++)
        {
            if (_records[i].Reason == RejectReason.None) continue;
            BinaryPrimitives.WriteInt32LittleEndian(numbers, i);
            BinaryPrimitives.WriteInt32LittleEndian(numbers[4..], _records[i].Length);
            hash.Append(numbers);
        }
        BinaryPrimitives.WriteInt32LittleEndian(numbers, Count);
        hash.Append(numbers[..4]);
        return hash.GetCurrentHashAsUInt128();
    }

    public void Clear()
    {
        Sequence = 0;
        Count = 0;
        Bytes.Clear();
    }
}
