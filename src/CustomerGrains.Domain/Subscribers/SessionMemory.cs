using System.Runtime.CompilerServices;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>The sessions of the last 48 h of event time that records name: the partial records of one are one event, counted where its
/// earliest began, and its seconds are rounded up once. Their order does not matter as long as the records of a session begin at most
/// 24 h one after the other and each comes before usage of a session that began 24 h later, or all of it lies within 48 h. What comes
/// later may be an event of its own.</summary>
public struct SessionMemory
{
    /// <summary>The latest start, in seconds since 1970-01-01 UTC, of a record that is merged (2106-02-07): marks have 32 bits for it.</summary>
    internal const long MaxTime = uint.MaxValue - 1L;

    /// <summary>The bits of <see cref="UsageAttributes"/>.</summary>
    private const int Splits = 0xfe;

    private RecentTable<Mark> _table;

    public static SessionMemory Empty => new() { _table = RecentTable<Mark>.Empty };

    /// <summary>Adds a record that begins by <see cref="MaxTime"/> to its session.</summary>
    /// <param name="session">As it is with this record.</param>
    /// <returns>Whether the session was known; then <paramref name="before"/> is as it was.</returns>
    internal bool Add(ulong hash, in Session record, out Session before, out Session session)
    {
        var added = new Mark(hash, record, record.Start);
        _table.Observe(added.Time);
        ref var known = ref _table.Find(hash);
        if (Unsafe.IsNullRef(ref known))
        {
            (before, session) = (default, record);
            _table.Add(added);
            return false;
        }
        before = known.Session;
        session = before.With(record);
        known = new Mark(hash, session, Math.Max(known.Time, added.Time));
        return true;
    }

    /// <inheritdoc cref="Entities.IEntityState.Touch"/>
    internal readonly int Touch() => _table.Touch();

    /// <summary>varint latest time, varint count, then per session: uint64 hash, varint seconds from its latest record to the latest
    /// time, varint seconds from its start to its latest record, varint seconds of use, uint16 attributes.</summary>
    internal readonly void WriteTo(ByteWriter writer)
    {
        var marks = _table.Sorted();
        writer.Varint((ulong)_table.Latest);
        writer.Count(marks.Length);
        foreach (ref readonly var mark in marks.AsSpan())
        {
            writer.UInt64(mark.Hash);
            writer.Varint((ulong)(_table.Latest - mark.Time));
            writer.Varint((ulong)(mark.Time - mark.Session.Start));
            writer.Varint(mark.Session.Seconds);
            writer.UInt16((ushort)mark.Session.Attributes);
        }
    }

    internal static SessionMemory Read(ref ByteReader reader)
    {
        var latest = (long)reader.Varint();
        var marks = new Mark[reader.Count(bytesEach: 13)];
        for (var i = 0; i < marks.Length; i++)
        {
            var hash = reader.UInt64();
            var time = latest - (long)reader.Varint();
            var start = time - (long)reader.Varint();
            var (seconds, attributes) = ((uint)reader.Varint(), reader.UInt16());
            if ((attributes & ~Splits) != 0) throw new CorruptDataException("A session has attributes that no record has.");
            marks[i] = new Mark(hash, new Session(start, seconds, (UsageAttributes)attributes), time);
        }
        return new SessionMemory { _table = RecentTable<Mark>.Of(latest, marks) };
    }

    private readonly struct Mark(ulong hash, Session session, long time) : IRecentMark<Mark>
    {
        // Times + 1; 0 = unused.
        private readonly uint _start = (uint)Math.Clamp(session.Start + 1, 1, uint.MaxValue);
        private readonly uint _latest = (uint)Math.Clamp(time + 1, 1, uint.MaxValue);
        private readonly uint _seconds = session.Seconds;
        private readonly UsageAttributes _attributes = session.Attributes;

        public ulong Hash { get; } = hash;

        public bool IsUsed => _latest != 0;

        public long Time => (long)_latest - 1;

        public Session Session => new((long)_start - 1, _seconds, _attributes);

        public int CompareTo(Mark other) => Time != other.Time ? other.Time.CompareTo(Time) : Hash.CompareTo(other.Hash);
    }
}
