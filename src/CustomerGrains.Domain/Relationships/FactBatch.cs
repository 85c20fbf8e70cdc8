using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>The facts of one request that belong to one subscriber, as bytes: byte version, varint count, then per fact byte kind and
/// bytes fact.</summary>
public static class FactBatch
{
    public const byte FormatVersion = 1;

    /// <summary>Facts in one request, at most.</summary>
    public const int MaxFacts = 1_000;

    public static byte[] Write(IReadOnlyCollection<BusinessFact> facts)
    {
        var writer = new ByteWriter();
        writer.Byte(FormatVersion);
        writer.Count(facts.Count);
        foreach (var fact in facts)
        {
            writer.Byte((byte)fact.Kind);
            writer.Bytes(fact.ToBytes());
        }
        return writer.ToArray();
    }

    /// <exception cref="CorruptDataException">Damaged.</exception>
    public static List<BusinessFact> Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        if (reader.Byte() is var format and not FormatVersion) throw new CorruptDataException($"Facts have format {format}; this version reads {FormatVersion}.");
        var facts = new List<BusinessFact>();
        for (var left = reader.Count(bytesEach: 2); left > 0; left--) facts.Add(BusinessFact.Read((FactKind)reader.Byte(), reader.Bytes()));
        reader.End();
        return facts;
    }
}
