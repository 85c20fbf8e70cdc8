using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Sources;

/// <summary>A record in quarantine, read in place: varint place in its batch; byte flags (1 canonical, 2 an ordinal follows);
/// varint ordinal; bytes content.</summary>
public readonly ref struct KeptRecord
{
    /// <summary>Of a record that cannot be read, so many bytes are kept: enough to see whose they are, and no more.</summary>
    public const int MaxRawBytes = 1_024;

    private const byte CanonicalFlag = 1;
    private const byte OrdinalFlag = 2;

    private KeptRecord(int index, bool isCanonical, int ordinal, ReadOnlySpan<byte> content)
    {
        Index = index;
        IsCanonical = isCanonical;
        Ordinal = ordinal;
        Content = content;
    }

    /// <summary>Place in the batch.</summary>
    public int Index { get; }

    /// <summary>Whether the content is a canonical record; else it is as it came, cut at <see cref="MaxRawBytes"/>.</summary>
    public bool IsCanonical { get; }

    /// <summary>Place among equal records of its batch, for records without an id: part of what it is known by.</summary>
    public int Ordinal { get; }

    public ReadOnlySpan<byte> Content { get; }

    public static void Write(ByteWriter writer, int index, bool isCanonical, int ordinal, ReadOnlySpan<byte> content)
    {
        if (!isCanonical && content.Length > MaxRawBytes) content = content[..MaxRawBytes];
        writer.Count(index);
        writer.Byte((byte)((isCanonical ? CanonicalFlag : 0) | (ordinal > 0 ? OrdinalFlag : 0)));
        if (ordinal > 0) writer.Count(ordinal);
        writer.Bytes(content);
    }

    /// <exception cref="CorruptDataException">Damaged.</exception>
    public static KeptRecord Read(ref ByteReader reader)
    {
        var index = reader.Count();
        var flags = reader.Byte();
        return new KeptRecord(index, (flags & CanonicalFlag) != 0, (flags & OrdinalFlag) != 0 ? reader.Count() : 0, reader.Bytes());
    }
}
