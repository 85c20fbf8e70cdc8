using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Parties;

/// <summary>A party turned out to be the same as another. Format v1: byte format version (1), bytes id, bytes into, both UTF-8.</summary>
/// <param name="Id">The one that is merged.</param>
/// <param name="Into">The one that goes on.</param>
public sealed record PartyMerge(string Id, string Into)
{
    public const byte FormatVersion = 1;

    public byte[] ToBytes()
    {
        var writer = new ByteWriter();
        writer.Byte(FormatVersion);
        writer.Text(Id);
        writer.Text(Into);
        return writer.ToArray();
    }

    /// <exception cref="CorruptDataException">Damaged, of a newer format, or a party without an id.</exception>
    public static PartyMerge Read(ReadOnlySpan<byte> body)
    {
        var reader = new ByteReader(body);
        if (reader.Byte() is var format and not FormatVersion) throw new CorruptDataException($"A merge has format {format}; this version reads {FormatVersion}.");
        var merge = new PartyMerge(reader.Text(), reader.Text());
        reader.End();
        if (merge.Id.Length == 0 || merge.Into.Length == 0) throw new CorruptDataException("A merge names no party.");
        return merge;
    }
}
