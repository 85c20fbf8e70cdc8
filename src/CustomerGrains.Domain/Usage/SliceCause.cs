using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Usage;

/// <summary>Where a slice comes from (core rule 20).</summary>
/// <param name="Source">The source's dense number.</param>
/// <param name="LowestOpen">Lowest ordinal of the source's open streams: what is remembered of those below is forgotten.</param>
/// <param name="Ordinal">The stream's.</param>
/// <param name="Batch">n.</param>
/// <param name="Complete">w: all batches up to this one are complete, durably.</param>
public readonly record struct SliceCause(int Source, long LowestOpen, long Ordinal, long Batch, long Complete)
{
    public void WriteTo(ByteWriter writer)
    {
        writer.Count(Source);
        writer.Varint((ulong)LowestOpen);
        writer.Varint((ulong)Ordinal);
        writer.Varint((ulong)Batch);
        writer.Varint((ulong)Complete);
    }

    public static SliceCause Read(ref ByteReader reader) =>
        new(reader.Count(), (long)reader.Varint(), (long)reader.Varint(), (long)reader.Varint(), (long)reader.Varint());
}
