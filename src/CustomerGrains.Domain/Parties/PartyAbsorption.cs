using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Parties;

/// <summary>All that a merged party knew, for the one that it was merged into. Format v1, pinned by tests:
/// <code>
/// byte    format version (1)
/// bytes   id of the merged party, UTF-8
/// varint  number of parties merged into that one before, each: bytes id
/// varint  number of statements, each as PartyStatement writes it; all of them about a merged party
/// </code></summary>
/// <param name="Absorbed">Parties merged into that one before.</param>
public sealed record PartyAbsorption(string Id, IReadOnlyList<string> Absorbed, IReadOnlyList<PartyStatement> Statements)
{
    public const byte FormatVersion = 1;

    public byte[] ToBytes()
    {
        var writer = new ByteWriter();
        writer.Byte(FormatVersion);
        writer.Text(Id);
        writer.Count(Absorbed.Count);
        foreach (var id in Absorbed) writer.Text(id);
        writer.Count(Statements.Count);
        foreach (var statement in Statements) statement.WriteTo(writer);
        return writer.ToArray();
    }

    /// <exception cref="CorruptDataException">Damaged, or of a newer format.</exception>
    public static PartyAbsorption Read(ReadOnlySpan<byte> body, PartyKind kind)
    {
        var reader = new ByteReader(body);
        if (reader.Byte() is var format and not FormatVersion) throw new CorruptDataException($"A party's absorption has format {format}; this version reads {FormatVersion}.");
        var id = reader.Text();
        var absorbed = new string[reader.Count(bytesEach: 1)];
        for (var i = 0; i < absorbed.Length; i++) absorbed[i] = reader.Text();
        var statements = new PartyStatement[reader.Count(bytesEach: 5)];
        for (var i = 0; i < statements.Length; i++) statements[i] = PartyStatement.Read(ref reader, kind);
        reader.End();
        return new PartyAbsorption(id, absorbed, statements);
    }
}
