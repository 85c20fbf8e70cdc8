using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Sources;

/// <summary>No more batches will come in a stream. Taken by the source, and as an effect by the closed stream's own entity.</summary>
/// <param name="Batches">All of them complete.</param>
/// <param name="Digest">Rolling digest over the batches' digests in order.</param>
public readonly record struct StreamClosed(long Ordinal, long Batches, BatchCounts Counts, UInt128 Digest)
{
    public void WriteTo(ByteWriter writer)
    {
        writer.Varint((ulong)Ordinal);
        writer.Varint((ulong)Batches);
        Counts.WriteTo(writer);
        writer.UInt64((ulong)(Digest >> 64));
        writer.UInt64((ulong)Digest);
    }

    public static StreamClosed Read(ref ByteReader reader) =>
        new((long)reader.Varint(), (long)reader.Varint(), BatchCounts.Read(ref reader), new UInt128(reader.UInt64(), reader.UInt64()));
}
