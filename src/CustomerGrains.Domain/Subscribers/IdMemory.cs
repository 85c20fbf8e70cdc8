using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>Which record ids were applied, for event times within 48 h of the latest: a set of 16-byte marks with open
/// addressing, because the busiest subscribers have thousands of them and most have six (core rule 22).</summary>
public struct IdMemory
{
    /// <summary>Seconds of event time that an id is remembered for.</summary>
    public const long Window = 48 * 3600;

    private const int MinCapacity = 8;

    /// <summary>Marks of scratch that a thread keeps: 64 KiB.</summary>
    private const int MaxScratch = 4_096;

    [ThreadStatic]
    private static Mark[]? _scratch;

    private Mark[] _marks;
    private int _used;
    private long _latest;

    public static IdMemory Empty => new() { _marks = [] };

    /// <summary>Whether the id was applied, with the same or with other content.</summary>
    public readonly bool Find(ulong idHash, out uint contentHash)
    {
        contentHash = 0;
        if (_marks.Length == 0) return false;
        var mask = _marks.Length - 1;
        for (var at = (int)idHash & mask; _marks[at].IsUsed; at = at + 1 & mask)
        {
            if (_marks[at].IdHash != idHash || !Remembered(_marks[at])) continue;
            contentHash = _marks[at].ContentHash;
            return true;
        }
        return false;
    }

    /// <param name="startTime">Seconds since 1970-01-01 UTC.</param>
    public void Add(ulong idHash, uint contentHash, long startTime)
    {
        if (startTime > _latest) _latest = startTime;
        var mark = new Mark(idHash, contentHash, startTime);
        if (!Remembered(mark)) return;
        if (_used >= _marks.Length * 3 / 4) Rebuild();
        Insert(_marks, mark);
        _used++;
    }

    public readonly void WriteTo(ByteWriter writer)
    {
        var marks = Sorted();
        writer.Varint((ulong)_latest);
        writer.Count(marks.Length);
        foreach (var mark in marks)
        {
            writer.UInt64(mark.IdHash);
            writer.UInt32(mark.ContentHash);
            writer.Varint((ulong)(_latest - mark.StartTime));
        }
    }

    public static IdMemory Read(ref ByteReader reader)
    {
        var memory = new IdMemory { _latest = (long)reader.Varint() };
        var count = reader.Count(bytesEach: 13);
        memory._marks = new Mark[count == 0 ? 0 : CapacityFor(count)];
        for (memory._used = 0; memory._used < count; memory._used++)
            Insert(memory._marks, new Mark(reader.UInt64(), reader.UInt32(), memory._latest - (long)reader.Varint()));
        return memory;
    }

    private readonly bool Remembered(Mark mark) => mark.StartTime > _latest - Window;

    /// <summary>What is still remembered, in an order that does not depend on how it came in.</summary>
    private readonly Mark[] Sorted()
    {
        if (_marks.Length == 0) return [];
        var count = 0;
        foreach (var mark in _marks)
            if (mark.IsUsed && Remembered(mark)) count++;
        var marks = new Mark[count];
        foreach (var mark in _marks)
            if (mark.IsUsed && Remembered(mark)) marks[--count] = mark;
        Array.Sort(marks);
        return marks;
    }

    /// <summary>Drops what is forgotten and makes room for at least one more.</summary>
    private void Rebuild()
    {
        var kept = 0;
        foreach (var mark in _marks)
            if (mark.IsUsed && Remembered(mark)) kept++;
        var capacity = CapacityFor(kept + 1);
        ReadOnlySpan<Mark> old = _marks;
        if (capacity == old.Length && capacity <= MaxScratch)
        {
            // The usual case, every few records of a quiet subscriber: in place, through scratch that the thread keeps.
            if (_scratch is null || _scratch.Length < capacity) _scratch = new Mark[capacity];
            old.CopyTo(_scratch);
            old = _scratch.AsSpan(0, capacity);
            Array.Clear(_marks);
        }
        else
        {
            _marks = new Mark[capacity];
        }
        foreach (var mark in old)
            if (mark.IsUsed && Remembered(mark)) Insert(_marks, mark);
        _used = kept;
    }

    /// <summary>A power of two that is at most five eighths full, so that rebuilding is rare.</summary>
    private static int CapacityFor(int count) => Math.Max(MinCapacity, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(count * 8L / 5)));

    private static void Insert(Mark[] marks, Mark mark)
    {
        var mask = marks.Length - 1;
        var at = (int)mark.IdHash & mask;
        while (marks[at].IsUsed) at = at + 1 & mask;
        marks[at] = mark;
    }

    private readonly struct Mark(ulong idHash, uint contentHash, long startTime) : IComparable<Mark>
    {
        public readonly ulong IdHash = idHash;
        public readonly uint ContentHash = contentHash;

        /// <summary>Start time + 1 in 32 bits, which reach to 2106; 0 = unused. Later times share the last mark.</summary>
        private readonly uint _start = (uint)Math.Clamp(startTime + 1, 1, uint.MaxValue);

        public bool IsUsed => _start != 0;

        public long StartTime => (long)_start - 1;

        public int CompareTo(Mark other) => StartTime != other.StartTime ? other.StartTime.CompareTo(StartTime)
            : IdHash != other.IdHash ? IdHash.CompareTo(other.IdHash) : ContentHash.CompareTo(other.ContentHash);
    }
}
