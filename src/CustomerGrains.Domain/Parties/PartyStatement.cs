using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Parties;

/// <summary>The last word of one source system on one field of a party.</summary>
/// <param name="About">Id of the merged party of which the system said it; empty = of this one. What a system says of two records that turned
/// out to be the same thing stays two words.</param>
/// <param name="Time">When it became so, as the system says; seconds since 1970-01-01 UTC.</param>
public sealed record PartyStatement(PartyField Field, string Source, string About, long Time, PartyValue Value)
{
    /// <summary>By field, source and what it is about: of each there is one statement.</summary>
    public static int CompareKeys(PartyStatement a, PartyStatement b) =>
        a.Field != b.Field ? a.Field.CompareTo(b.Field)
        : string.CompareOrdinal(a.Source, b.Source) is var bySource and not 0 ? bySource
        : string.CompareOrdinal(a.About, b.About);

    /// <summary>By time, then by content: a total order, so that of the same words the same is the last, in whichever order they came.</summary>
    public bool IsAfter(PartyStatement other) => Time != other.Time ? Time > other.Time : Value > other.Value;

    internal void WriteTo(ByteWriter writer)
    {
        writer.Byte((byte)Field);
        writer.Text(Source);
        writer.Text(About);
        writer.Varint((ulong)Time);
        writer.Bytes(Value.Bytes);
    }

    internal static PartyStatement Read(ref ByteReader reader, PartyKind kind)
    {
        var rule = PartyFields.Read(kind, reader.Byte());
        return new PartyStatement(rule.Field, TextPool.Get(reader.Text()), reader.Text(), ReadTime(ref reader), PartyValue.Read(ref reader, rule));
    }

    internal static long ReadTime(ref ByteReader reader) =>
        (long)reader.Varint() is var time and >= 0 and <= Usage.UsageRecord.MaxStartTime ? time : throw new CorruptDataException("A party was described at an impossible time.");
}
