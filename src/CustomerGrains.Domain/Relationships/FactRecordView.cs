using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Numbers;

namespace CustomerGrains.Domain.Relationships;

/// <summary>A business fact as a record of a feed, read in place. It stands where a usage record does, and its version tells them apart:
/// <code>
/// byte    format version (2)
/// bytes   id
/// uint64  served number, packed
/// varint  event time, seconds since 1970-01-01 UTC
/// byte    kind
/// bytes   fact (BusinessFact)
/// </code></summary>
public readonly ref struct FactRecordView
{
    public const byte FormatVersion = 2;

    private FactRecordView(PackedNumber served, long time, FactKind kind, ReadOnlySpan<byte> fact)
    {
        Served = served;
        Time = time;
        Kind = kind;
        Fact = fact;
    }

    /// <summary>Whoever holds it at the fact's time is the one that the fact is about.</summary>
    public PackedNumber Served { get; }

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public long Time { get; }

    public FactKind Kind { get; }

    /// <summary>Canonical bytes of the fact.</summary>
    public ReadOnlySpan<byte> Fact { get; }

    /// <summary>Whether a canonical record is a business fact, and not usage.</summary>
    public static bool IsFact(ReadOnlySpan<byte> record) => record.Length > 0 && record[0] == FormatVersion;

    public static void Write(ByteWriter writer, PackedNumber served, BusinessFact fact)
    {
        writer.Byte(FormatVersion);
        writer.Text(fact.Id);
        writer.UInt64(served.Value);
        writer.Varint((ulong)fact.Time);
        writer.Byte((byte)fact.Kind);
        writer.Bytes(fact.ToBytes());
    }

    /// <exception cref="CorruptDataException">Damaged, of a newer format, or no fact.</exception>
    public static FactRecordView Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        if (reader.Byte() is var format and not FormatVersion) throw new CorruptDataException($"A fact's record has format {format}; this version reads {FormatVersion}.");
        reader.Bytes(); // the id, which the fact repeats
        var served = new PackedNumber(reader.UInt64());
        var time = (long)reader.Varint();
        if (time is < 0 or > Usage.UsageRecord.MaxStartTime) throw new CorruptDataException("A fact's record has an impossible time.");
        var kind = (FactKind)reader.Byte();
        FactRules.Of(kind);
        var fact = reader.Bytes();
        reader.End();
        return new FactRecordView(served, time, kind, fact);
    }
}
