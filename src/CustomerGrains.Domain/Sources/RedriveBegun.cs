using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Sources;

/// <summary>Rejected records are tried again: an internal stream of the source with one batch, opened and begun in one step. What was
/// asked, what is taken and where to go on are in here, so that the same request has the same answer.</summary>
/// <param name="Ordinal">Dense number among the source's streams; subscribers know the records under it.</param>
/// <param name="RequestHash">Of the request's id.</param>
/// <param name="FirstSeen">Stamp; whose number was whose is asked as of it.</param>
/// <param name="Items">What was asked for, in the order of the answer.</param>
/// <param name="Next">Page token to go on with; empty when nothing is left.</param>
public readonly record struct RedriveBegun(long Ordinal, ulong RequestHash, long FirstSeen, RedriveItem[] Items, string Next)
{
    /// <summary>Records in one re-drive: a batch.</summary>
    public const int MaxItems = 10_000;

    public void WriteTo(ByteWriter writer)
    {
        writer.Varint((ulong)Ordinal);
        writer.UInt64(RequestHash);
        writer.Varint((ulong)FirstSeen);
        writer.Count(Items.Length);
        foreach (var item in Items) item.WriteTo(writer);
        writer.Text(Next);
    }

    public static RedriveBegun Read(ref ByteReader reader)
    {
        var (ordinal, hash, firstSeen) = ((long)reader.Varint(), reader.UInt64(), (long)reader.Varint());
        var items = new RedriveItem[reader.Count(bytesEach: 3)];
        for (var i = 0; i < items.Length; i++) items[i] = RedriveItem.Read(ref reader);
        return new RedriveBegun(ordinal, hash, firstSeen, items, reader.Text());
    }
}
