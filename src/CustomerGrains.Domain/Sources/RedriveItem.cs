using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Sources;

/// <summary>A record that somebody asked to re-drive.</summary>
/// <param name="Version">Of the source's entry that has it (<see cref="BatchQuarantined"/>).</param>
/// <param name="Index">Its place in its batch.</param>
public readonly record struct RedriveItem(long Version, int Index, RedriveVerdict Verdict)
{
    internal void WriteTo(ByteWriter writer)
    {
        writer.Varint((ulong)Version);
        writer.Count(Index);
        writer.Byte((byte)Verdict);
    }

    internal static RedriveItem Read(ref ByteReader reader) => new((long)reader.Varint(), reader.Count(), (RedriveVerdict)reader.Byte());
}
