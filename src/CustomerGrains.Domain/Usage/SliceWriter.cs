using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Usage;

/// <summary>Writes the records of one batch that belong to one subscriber (format: <see cref="SliceView"/>).</summary>
public static class SliceWriter
{
    public static void Begin(ByteWriter writer, in SliceCause cause, long firstSeen, int records) =>
        Begin(writer, SliceView.FormatVersion, cause, firstSeen, records);

    /// <summary>A slice of records that are re-driven: each goes in with <see cref="Redriven"/>.</summary>
    public static void BeginRedriven(ByteWriter writer, in SliceCause cause, long firstSeen, int records) =>
        Begin(writer, SliceView.RedrivenFormatVersion, cause, firstSeen, records);

    /// <param name="index">Place in the batch.</param>
    /// <param name="ordinal">Place among equal records of the batch, for records without an id.</param>
    public static void Record(ByteWriter writer, int index, int ordinal, ReadOnlySpan<byte> record)
    {
        writer.Count(index);
        writer.Count(ordinal);
        writer.Bytes(record);
    }

    /// <param name="index">Place in the re-drive.</param>
    /// <param name="ordinal">Place among equal records of the batch that it came in.</param>
    /// <param name="receivedAt">Business time at which it came first, milliseconds since 1970-01-01 UTC.</param>
    public static void Redriven(ByteWriter writer, int index, int ordinal, long receivedAt, ReadOnlySpan<byte> record)
    {
        writer.Count(index);
        writer.Count(ordinal);
        writer.Varint((ulong)receivedAt);
        writer.Bytes(record);
    }

    private static void Begin(ByteWriter writer, byte format, in SliceCause cause, long firstSeen, int records)
    {
        writer.Byte(format);
        cause.WriteTo(writer);
        writer.Varint((ulong)firstSeen);
        writer.Count(records);
    }
}
