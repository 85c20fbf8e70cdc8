using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Parties;

/// <summary>What a source system says of a party at a time. Format v1, pinned by tests:
/// <code>
/// byte    format version (1)
/// bytes   about: id of the merged party of which it was said, UTF-8; empty = of the one that takes it
/// bytes   source system, UTF-8
/// varint  time, seconds since 1970-01-01 UTC
/// varint  number of values, each: byte field, bytes value (PartyValue)
/// </code></summary>
/// <param name="Values">Each field once, in any order.</param>
public sealed record PartyDescription(string About, string Source, long Time, IReadOnlyList<KeyValuePair<PartyField, PartyValue>> Values)
{
    public const byte FormatVersion = 1;

    public IEnumerable<PartyStatement> Statements() => Values.Select(value => new PartyStatement(value.Key, Source, About, Time, value.Value));

    /// <summary>The same for whoever a party was merged into.</summary>
    public PartyDescription PassedOnBy(string id) => About.Length > 0 ? this : this with { About = id };

    public byte[] ToBytes()
    {
        var writer = new ByteWriter();
        writer.Byte(FormatVersion);
        writer.Text(About);
        writer.Text(Source);
        writer.Varint((ulong)Time);
        writer.Count(Values.Count);
        foreach (var (field, value) in Values)
        {
            writer.Byte((byte)field);
            writer.Bytes(value.Bytes);
        }
        return writer.ToArray();
    }

    /// <exception cref="CorruptDataException">Damaged, of a newer format, or with a field that the kind of party does not have.</exception>
    public static PartyDescription Read(ReadOnlySpan<byte> body, PartyKind kind)
    {
        var reader = new ByteReader(body);
        if (reader.Byte() is var format and not FormatVersion) throw new CorruptDataException($"A party's description has format {format}; this version reads {FormatVersion}.");
        var (about, source, time) = (reader.Text(), TextPool.Get(reader.Text()), PartyStatement.ReadTime(ref reader));
        var values = new KeyValuePair<PartyField, PartyValue>[reader.Count(bytesEach: 2)];
        for (var i = 0; i < values.Length; i++)
        {
            var rule = PartyFields.Read(kind, reader.Byte());
            values[i] = new KeyValuePair<PartyField, PartyValue>(rule.Field, PartyValue.Read(ref reader, rule));
        }
        reader.End();
        return new PartyDescription(about, source, time, values);
    }
}
