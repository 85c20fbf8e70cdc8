using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Sources;

/// <summary>A session of a stream began; it supersedes earlier ones of the stream.</summary>
/// <param name="SourceNumber">The source's dense number.</param>
/// <param name="Ordinal">The stream's dense number in its source.</param>
/// <param name="Stream">The stream's id.</param>
public readonly record struct StreamOpened(int SourceNumber, long Ordinal, string Stream, long Session)
{
    public void WriteTo(ByteWriter writer)
    {
        writer.Count(SourceNumber);
        writer.Varint((ulong)Ordinal);
        writer.Text(Stream);
        writer.Varint((ulong)Session);
    }

    public static StreamOpened Read(ref ByteReader reader) => new(reader.Count(), (long)reader.Varint(), reader.Text(), (long)reader.Varint());
}
