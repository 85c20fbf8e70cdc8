using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Usage;

/// <summary>Writes the records of one batch that belong to one subscriber (format: <see cref="SliceView"/>).</summary>
public static class SliceWriter
{
    public static void Begin(ByteWriter writer, in SliceCause cause, long firstSeen, int records)
    {
        writer.Byte(SliceView.FormatVersion);
        cause.WriteTo(writer);
        writer.Varint((ulong)firstSeen);
        writer.Count(records);
    }

    /// <param name="index">Place in the batch.</param>
    /// <param name="ordinal">Place among equal records of the batch, for records without an id.</param>
    public static void Record(ByteWriter writer, int index, int ordinal, ReadOnlySpan<byte> record)
    {
        writer.Count(index);
        writer.Count(ordinal);
        writer.Bytes(record);
    }
}
