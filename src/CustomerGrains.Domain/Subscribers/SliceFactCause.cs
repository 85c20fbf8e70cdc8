using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>What a slice's cause says of each of its facts, behind the <see cref="Usage.SliceCause"/>: varint place in the batch,
/// then 0, or 1 and varint ordinal among equal records and byte reject reason.</summary>
internal static class SliceFactCause
{
    internal static void Write(ByteWriter writer, int index, int ordinal, RejectReason reason)
    {
        writer.Count(index);
        if (ordinal == 0 && reason == RejectReason.None)
        {
            writer.Byte(0);
            return;
        }
        writer.Byte(1);
        writer.Count(ordinal);
        writer.Byte((byte)reason);
    }

    internal static void Read(ref ByteReader reader, out int index, out int ordinal, out RejectReason reason)
    {
        index = reader.Count();
        (ordinal, reason) = reader.Byte() == 0 ? (0, RejectReason.None) : (reader.Count(), (RejectReason)reader.Byte());
    }
}
