using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Numbers;

/// <summary>That somebody holds a number for some time. Assignments are bitemporal and never changed: for a time that several
/// cover, the one recorded last stands, and a question asked "as of" an earlier stamp sees only those recorded by then.</summary>
/// <param name="Number">The number.</param>
/// <param name="From">Seconds since 1970-01-01 UTC, inclusive.</param>
/// <param name="To">Seconds since 1970-01-01 UTC, exclusive; <see cref="Forever"/> = until further notice.</param>
/// <param name="Holder">Subscriber id; empty = nobody.</param>
/// <param name="RecordedAt">Stamp of <see cref="Time.IBusinessClock.Stamp"/>.</param>
public sealed record NumberAssignment(PackedNumber Number, long From, long To, string Holder, long RecordedAt)
{
    public const long Forever = long.MaxValue;

    public bool Covers(long time) => From <= time && time < To;

    public static void Write(ByteWriter writer, NumberAssignment assignment)
    {
        writer.UInt64(assignment.Number.Value);
        writer.SignedVarint(assignment.From);
        writer.SignedVarint(assignment.To);
        writer.Text(assignment.Holder);
        writer.Varint((ulong)assignment.RecordedAt);
    }

    public static NumberAssignment Read(ref ByteReader reader) =>
        new(new PackedNumber(reader.UInt64()), reader.SignedVarint(), reader.SignedVarint(), reader.Text(), (long)reader.Varint());

    /// <summary>The assignment that decides who held <paramref name="number"/> at <paramref name="time"/> (seconds since 1970-01-01
    /// UTC), as known at the stamp <paramref name="asOf"/>; null when none covers it. <paramref name="assignments"/> stand in the
    /// order in which they were recorded.</summary>
    public static NumberAssignment? Resolve(IReadOnlyList<NumberAssignment> assignments, PackedNumber number, long time, long asOf)
    {
        for (var i = assignments.Count - 1; i >= 0; i--)
        {
            var a = assignments[i];
            if (a.Number == number && a.RecordedAt <= asOf && a.Covers(time)) return a;
        }
        return null;
    }
}
