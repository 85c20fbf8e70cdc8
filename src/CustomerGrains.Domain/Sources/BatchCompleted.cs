using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Sources;

/// <summary>Every record of a batch has its outcome, durably. The fact's body has every rejected record behind this
/// (<see cref="WriteRejected"/>), and only there do they live.</summary>
public readonly record struct BatchCompleted(long Ordinal, long Batch, BatchCounts Counts, RecordException[] Exceptions)
{
    public void WriteTo(ByteWriter writer)
    {
        writer.Varint((ulong)Ordinal);
        writer.Varint((ulong)Batch);
        Counts.WriteTo(writer);
        RecordException.WriteAll(writer, Exceptions);
    }

    public static BatchCompleted Read(ref ByteReader reader) =>
        new((long)reader.Varint(), (long)reader.Varint(), BatchCounts.Read(ref reader), RecordException.ReadAll(ref reader));

    /// <summary>Appends one rejected record: its place and what is known of it, canonical where it could be read, the bytes as they
    /// came where not.</summary>
    public static void WriteRejected(ByteWriter writer, int index, bool canonical, ReadOnlySpan<byte> record)
    {
        writer.Count(index);
        writer.Byte(canonical ? (byte)1 : (byte)0);
        writer.Bytes(record);
    }
}
