using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Rollups;

/// <summary>What a line says of itself to one roll-up, or that it is no member, as of a version and a time. As bytes: text subscriber, varint version,
/// varint time, byte 1 and the partial, or byte 0.</summary>
/// <param name="Version">Of the subscriber.</param>
/// <param name="AsOf">Business time that it was found for, milliseconds since 1970-01-01 UTC: of one version several can be, as time alone changes what a
/// line contributes.</param>
/// <param name="Partial">Null = not a member, or no longer.</param>
public sealed record MemberReport(string SubscriberId, long Version, long AsOf, MemberPartial? Partial)
{
    /// <summary>Bytes that one takes at least.</summary>
    internal const int LeastBytes = 4;

    /// <summary>Whether it takes the place of what was reported before, in whatever order they come. Of the same version and time, what differs is of
    /// other rules, and the later word stands.</summary>
    public bool Supersedes(MemberReport? before) =>
        before is null || Version > before.Version || (Version == before.Version && (AsOf > before.AsOf || (AsOf == before.AsOf && Partial != before.Partial)));

    public void WriteTo(ByteWriter writer)
    {
        writer.Text(SubscriberId);
        writer.Varint((ulong)Version);
        writer.Varint((ulong)AsOf);
        writer.Byte(Partial is null ? (byte)0 : (byte)1);
        Partial?.WriteTo(writer);
    }

    /// <exception cref="CorruptDataException">Damaged.</exception>
    public static MemberReport Read(ref ByteReader reader)
    {
        var (id, version, asOf) = (reader.Text(), (long)reader.Varint(), (long)reader.Varint());
        return new MemberReport(id, version, asOf, reader.Byte() switch
        {
            0 => null,
            1 => MemberPartial.Read(ref reader),
            var flag => throw new CorruptDataException($"A line is a member or not, and not {flag}."),
        });
    }
}
