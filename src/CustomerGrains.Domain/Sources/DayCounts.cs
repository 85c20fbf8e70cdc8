using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Sources;

/// <summary>A source's batches and records of one day of receipt.</summary>
/// <param name="Day">Local days since 1970-01-01.</param>
public readonly record struct DayCounts(int Day, long Batches, BatchCounts Counts, QuarantineCounts Quarantine)
{
    internal DayCounts Add(in BatchCounts counts, int kept, long keptBytes, long version) =>
        new(Day, Batches + 1, Counts + counts, Quarantine.Add(counts, kept, keptBytes, version));

    internal void WriteTo(ByteWriter writer)
    {
        writer.Count(Day);
        writer.Varint((ulong)Batches);
        Counts.WriteTo(writer);
        Quarantine.WriteTo(writer);
    }

    internal static DayCounts Read(ref ByteReader reader) =>
        new(reader.Count(), (long)reader.Varint(), BatchCounts.Read(ref reader), QuarantineCounts.Read(ref reader));

    /// <summary>As the source's state format 1 has it, in whose time nothing was kept in a way that can be listed.</summary>
    internal static DayCounts ReadFormat1(ref ByteReader reader)
    {
        var (day, batches, counts) = (reader.Count(), (long)reader.Varint(), BatchCounts.Read(ref reader));
        return new DayCounts(day, batches, counts, new QuarantineCounts(0, 0, counts.Conflict + counts.Rejected, 0));
    }
}
