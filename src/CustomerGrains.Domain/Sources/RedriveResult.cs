using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Sources;

/// <summary>What became of a record that was tried again.</summary>
/// <param name="Version">Of the source's entry that has it.</param>
/// <param name="Day">Of first receipt, local days since 1970-01-01: its counts change, not today's.</param>
/// <param name="Index">Its place in its batch.</param>
/// <param name="Before">Why it was rejected until now.</param>
/// <param name="Outcome">Rejected when trying again did not help.</param>
public readonly record struct RedriveResult(long Version, int Day, int Index, RejectReason Before, Outcome Outcome, RejectReason Reason)
{
    /// <summary>Whether the record is anything else now than before.</summary>
    public bool IsChange => Outcome != Outcome.Rejected || Reason != Before;

    internal void WriteTo(ByteWriter writer)
    {
        writer.Varint((ulong)Version);
        writer.Count(Day);
        writer.Count(Index);
        writer.Byte((byte)Before);
        writer.Byte((byte)Outcome);
        writer.Byte((byte)Reason);
    }

    internal static RedriveResult Read(ref ByteReader reader) =>
        new((long)reader.Varint(), reader.Count(), reader.Count(), (RejectReason)reader.Byte(), (Outcome)reader.Byte(), (RejectReason)reader.Byte());
}
