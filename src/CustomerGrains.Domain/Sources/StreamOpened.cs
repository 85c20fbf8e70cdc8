using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Sources;

/// <summary>A session of a stream began; it supersedes earlier ones of the stream.</summary>
/// <param name="SourceNumber">The source's dense number.</param>
/// <param name="Ordinal">The stream's dense number in its source.</param>
/// <param name="Stream">The stream's id.</param>
/// <param name="Session">Random: no two sessions have the same.</param>
/// <param name="OpenedAt">Operational time, milliseconds since 1970-01-01 UTC.</param>
/// <param name="SourceSequence">The source's own number of the stream; null = it gave none, and nothing stands in the bytes.</param>
public readonly record struct StreamOpened(int SourceNumber, long Ordinal, string Stream, long Session, long OpenedAt, long? SourceSequence = null)
{
    public void WriteTo(ByteWriter writer)
    {
        writer.Count(SourceNumber);
        writer.Varint((ulong)Ordinal);
        writer.Text(Stream);
        writer.Varint((ulong)Session);
        writer.Varint((ulong)OpenedAt);
        if (SourceSequence is { } number) writer.Varint((ulong)number);
    }

    public static StreamOpened Read(ref ByteReader reader) => new(reader.Count(), (long)reader.Varint(), reader.Text(), (long)reader.Varint(), (long)reader.Varint(), reader.AtEnd ? null : (long)reader.Varint());
}
