using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Sources;

namespace CustomerGrains.Server.Feed.Quarantine;

/// <summary>A batch's completion with the records that are kept of it.</summary>
internal sealed class QuarantinedEntry
{
    private readonly byte[] _body;
    private readonly int _recordsAt;
    private Dictionary<int, QuarantinedRecord>? _byIndex;
    private List<QuarantinedRecord>? _records;

    private QuarantinedEntry(long version, byte[] body)
    {
        var reader = new ByteReader(body);
        Version = version;
        Fact = BatchQuarantined.Read(ref reader);
        _body = body;
        _recordsAt = reader.Position;
    }

    internal long Version { get; }

    internal BatchQuarantined Fact { get; }

    internal int Length => _body.Length;

    /// <summary>Null when the entry says something else.</summary>
    internal static QuarantinedEntry? TryRead(ReadOnlySpan<byte> entry, out long version)
    {
        var view = EntryView.Read(entry);
        version = view.Version;
        foreach (var fact in view.Facts)
            if (fact.Kind == FactKind.BatchQuarantined) return new QuarantinedEntry(view.Version, fact.Body.ToArray());
        return null;
    }

    /// <summary>The records in their order.</summary>
    /// <param name="marks">Say what they are now: for one entry always the same.</param>
    internal List<QuarantinedRecord> Records(QuarantineMarks marks) => _records ??= Read(marks);

    /// <summary>The record with this place in its batch; null when it is not kept.</summary>
    internal QuarantinedRecord? Find(int index, QuarantineMarks marks) => (_byIndex ??= Records(marks).ToDictionary(r => r.Index)).GetValueOrDefault(index);

    private List<QuarantinedRecord> Read(QuarantineMarks marks)
    {
        var reader = new ByteReader(_body);
        reader.Take(_recordsAt);
        var records = new List<QuarantinedRecord>(Fact.Kept);
        var exceptions = Fact.Completed.Exceptions.ToDictionary(e => e.Index);
        for (var left = Fact.Kept; left > 0; left--)
        {
            var record = KeptRecord.Read(ref reader);
            if (!exceptions.TryGetValue(record.Index, out var first)) throw new CorruptDataException($"A record is kept that was taken: entry {Version}, place {record.Index}.");
            var content = _body.AsMemory(reader.Position - record.Content.Length, record.Content.Length);
            records.Add(new QuarantinedRecord(this, record.Index, record.IsCanonical, record.Ordinal, content, first, marks.Find(Version, record.Index)));
        }
        return records;
    }
}
