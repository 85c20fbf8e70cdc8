using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Sources;

/// <summary>What became of received records: received = applied + duplicate + conflict + rejected, by construction.</summary>
public readonly record struct BatchCounts(long Applied, long Duplicate, long Conflict, long Rejected)
{
    public long Received => Applied + Duplicate + Conflict + Rejected;

    public static BatchCounts operator +(BatchCounts a, BatchCounts b) =>
        new(a.Applied + b.Applied, a.Duplicate + b.Duplicate, a.Conflict + b.Conflict, a.Rejected + b.Rejected);

    public void WriteTo(ByteWriter writer)
    {
        writer.Varint((ulong)Applied);
        writer.Varint((ulong)Duplicate);
        writer.Varint((ulong)Conflict);
        writer.Varint((ulong)Rejected);
    }

    public static BatchCounts Read(ref ByteReader reader) =>
        new((long)reader.Varint(), (long)reader.Varint(), (long)reader.Varint(), (long)reader.Varint());
}
