using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Sources;

/// <summary>Every record of a batch has its outcome, durably. Where content of records that were not taken is kept, the fact is
/// <see cref="BatchQuarantined"/> instead.</summary>
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
}
