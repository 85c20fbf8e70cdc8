using System.Runtime.CompilerServices;
using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>Which record ids were applied, for event times within 48 h of the latest (core rule 22).</summary>
public struct IdMemory
{
    private RecentTable<Mark> _table;

    public static IdMemory Empty => new() { _table = RecentTable<Mark>.Empty };

    /// <summary>Whether the id was applied, with the same or with other content.</summary>
    public readonly bool Find(ulong idHash, out uint contentHash)
    {
        ref var mark = ref _table.Find(idHash);
        contentHash = Unsafe.IsNullRef(ref mark) ? 0 : mark.ContentHash;
        return !Unsafe.IsNullRef(ref mark);
    }

    /// <param name="startTime">Seconds since 1970-01-01 UTC.</param>
    public void Add(ulong idHash, uint contentHash, long startTime)
    {
        _table.Observe(startTime);
        _table.Add(new Mark(idHash, contentHash, startTime));
    }

    /// <inheritdoc cref="Entities.IEntityState.Touch"/>
    internal readonly int Touch() => _table.Touch();

    public readonly void WriteTo(ByteWriter writer)
    {
        var marks = _table.Sorted();
        writer.Varint((ulong)_table.Latest);
        writer.Count(marks.Length);
        foreach (var mark in marks)
        {
            writer.UInt64(mark.Hash);
            writer.UInt32(mark.ContentHash);
            writer.Varint((ulong)(_table.Latest - mark.Time));
        }
    }

    public static IdMemory Read(ref ByteReader reader)
    {
        var latest = (long)reader.Varint();
        var marks = new Mark[reader.Count(bytesEach: 13)];
        for (var i = 0; i < marks.Length; i++) marks[i] = new Mark(reader.UInt64(), reader.UInt32(), latest - (long)reader.Varint());
        return new IdMemory { _table = RecentTable<Mark>.Of(latest, marks) };
    }

    private readonly struct Mark(ulong idHash, uint contentHash, long startTime) : IRecentMark<Mark>
    {
        public readonly uint ContentHash = contentHash;

        /// <summary>Start time + 1 in 32 bits, which reach to 2106; 0 = unused. Later times share the last mark.</summary>
        private readonly uint _start = (uint)Math.Clamp(startTime + 1, 1, uint.MaxValue);

        public ulong Hash { get; } = idHash;

        public bool IsUsed => _start != 0;

        public long Time => (long)_start - 1;

        public int CompareTo(Mark other) => Time != other.Time ? other.Time.CompareTo(Time)
            : Hash != other.Hash ? Hash.CompareTo(other.Hash) : ContentHash.CompareTo(other.ContentHash);
    }
}
