using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Sources;

/// <summary>What re-drives have made of records in quarantine: by entry and place, the latest change. Bounded: beyond
/// <see cref="Capacity"/> the oldest entries leave the quarantine, because without their marks a record could be re-driven twice.</summary>
public sealed class QuarantineMarks
{
    public const int Capacity = 100_000;

    private readonly SortedDictionary<long, List<RecordException>> _entries = [];
    private int _count;

    /// <summary>Entries below this version are no longer listed nor re-driven.</summary>
    public long From { get; private set; } = 1;

    /// <summary>What re-drives have made of the record; null when none changed it.</summary>
    public RecordException? Find(long version, int index)
    {
        if (!_entries.TryGetValue(version, out var marks)) return null;
        foreach (var mark in marks)
            if (mark.Index == index) return mark;
        return null;
    }

    internal void Add(in RedriveResult result)
    {
        if (result.Version < From || !result.IsChange) return;
        if (!_entries.TryGetValue(result.Version, out var marks)) _entries.Add(result.Version, marks = []);
        var (index, mark) = (result.Index, new RecordException(result.Index, result.Outcome, result.Reason));
        var at = marks.FindIndex(m => m.Index == index);
        if (at >= 0)
        {
            marks[at] = mark;
            return;
        }
        marks.Add(mark);
        if (++_count > Capacity) ForgetOldest();
    }

    internal void WriteTo(ByteWriter writer)
    {
        writer.Varint((ulong)From);
        writer.Count(_entries.Count);
        foreach (var (version, marks) in _entries)
        {
            writer.Varint((ulong)version);
            RecordException.WriteAll(writer, marks);
        }
    }

    internal static QuarantineMarks Read(ref ByteReader reader)
    {
        var marks = new QuarantineMarks { From = (long)reader.Varint() };
        for (var left = reader.Count(bytesEach: 2); left > 0; left--)
        {
            var version = (long)reader.Varint();
            var entry = RecordException.ReadAll(ref reader);
            if (!marks._entries.TryAdd(version, [.. entry])) throw new CorruptDataException($"The marks of entry {version} are there twice.");
            marks._count += entry.Length;
        }
        return marks;
    }

    private void ForgetOldest()
    {
        var (version, marks) = _entries.First();
        _entries.Remove(version);
        _count -= marks.Count;
        From = version + 1;
    }
}
