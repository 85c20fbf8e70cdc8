using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Sources;

/// <summary>How much of one day's receipt is kept in quarantine.</summary>
/// <param name="Kept">Rejected and conflicting records whose content is kept, those re-driven meanwhile included.</param>
/// <param name="KeptBytes">Of that content.</param>
/// <param name="NotKept">Rejected and conflicting records beyond the cap: counted, and nothing more is known of them.</param>
/// <param name="LastVersion">Version of the entry that completed the day's last batch with kept records; 0 = none. Each names the
/// one before (<see cref="BatchQuarantined.Previous"/>).</param>
public readonly record struct QuarantineCounts(long Kept, long KeptBytes, long NotKept, long LastVersion)
{
    /// <summary>With one more batch.</summary>
    internal QuarantineCounts Add(in BatchCounts counts, int kept, long keptBytes, long version) => new(
        Kept + kept,
        KeptBytes + keptBytes,
        NotKept + counts.Conflict + counts.Rejected - kept,
        kept > 0 ? version : LastVersion);

    internal void WriteTo(ByteWriter writer)
    {
        writer.Varint((ulong)Kept);
        writer.Varint((ulong)KeptBytes);
        writer.Varint((ulong)NotKept);
        writer.Varint((ulong)LastVersion);
    }

    internal static QuarantineCounts Read(ref ByteReader reader) =>
        new((long)reader.Varint(), (long)reader.Varint(), (long)reader.Varint(), (long)reader.Varint());
}
