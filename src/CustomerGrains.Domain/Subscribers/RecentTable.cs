using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>What is remembered by hash for event times within 48 h of the latest: a set of small structures with open addressing, because
/// the busiest subscribers have thousands of them and most have six (core rule 22).</summary>
internal struct RecentTable<TMark> where TMark : struct, IRecentMark<TMark>
{
    /// <summary>Seconds of event time that something is remembered for.</summary>
    internal const long Window = 48 * 3600;

    private const int MinCapacity = 8;

    /// <summary>Marks of scratch that a thread keeps.</summary>
    private const int MaxScratch = 4_096;

    private const int TouchedMarks = 16;
    private const int MarksPerLine = 4;

    [ThreadStatic]
    private static TMark[]? _scratch;

    private TMark[] _marks;
    private int _used;

    /// <summary>Latest event time seen.</summary>
    internal long Latest { readonly get; private set; }

    internal static RecentTable<TMark> Empty => new() { _marks = [] };

    /// <summary>As it was written: all of them within the window.</summary>
    internal static RecentTable<TMark> Of(long latest, TMark[] marks)
    {
        var table = new RecentTable<TMark> { Latest = latest, _marks = new TMark[marks.Length == 0 ? 0 : CapacityFor(marks.Length)], _used = marks.Length };
        foreach (ref readonly var mark in marks.AsSpan()) Insert(table._marks, mark);
        return table;
    }

    /// <summary>The remembered mark with this hash; a null reference when there is none. Its hash may not be changed.</summary>
    [UnscopedRef]
    internal readonly ref TMark Find(ulong hash)
    {
        if (_marks.Length == 0) return ref Unsafe.NullRef<TMark>();
        var mask = _marks.Length - 1;
        for (var at = (int)hash & mask; _marks[at].IsUsed; at = at + 1 & mask)
            if (_marks[at].Hash == hash && Remembered(_marks[at])) return ref _marks[at];
        return ref Unsafe.NullRef<TMark>();
    }

    /// <summary>Remembers it, unless its time lies before the window.</summary>
    internal void Add(in TMark mark)
    {
        Observe(mark.Time);
        if (!Remembered(mark)) return;
        if (_used >= _marks.Length * 3 / 4) Rebuild();
        // In the place of one that is forgotten, where one stands in the way: what lies behind it is still found.
        var mask = _marks.Length - 1;
        var at = (int)mark.Hash & mask;
        while (_marks[at].IsUsed && Remembered(_marks[at])) at = at + 1 & mask;
        if (!_marks[at].IsUsed) _used++;
        _marks[at] = mark;
    }

    /// <summary>The window ends at the latest time observed.</summary>
    internal void Observe(long time) => Latest = Math.Max(Latest, time);

    /// <summary>What is still remembered, in an order that does not depend on how it came in.</summary>
    internal readonly TMark[] Sorted()
    {
        if (_marks.Length == 0) return [];
        var count = 0;
        foreach (ref readonly var mark in _marks.AsSpan())
            if (mark.IsUsed && Remembered(mark)) count++;
        var marks = new TMark[count];
        foreach (ref readonly var mark in _marks.AsSpan())
            if (mark.IsUsed && Remembered(mark)) marks[--count] = mark;
        Array.Sort(marks);
        return marks;
    }

    /// <inheritdoc cref="Entities.IEntityState.Touch"/>
    /// <remarks>Which mark will be asked for is not known: of the few that most subscribers have, each cache line is read.</remarks>
    internal readonly int Touch()
    {
        var marks = _marks;
        var sum = 0;
        for (var at = 0; at < Math.Min(marks.Length, TouchedMarks); at += MarksPerLine) sum += (int)marks[at].Hash;
        return sum;
    }

    private readonly bool Remembered(in TMark mark) => mark.Time > Latest - Window;

    /// <summary>Drops what is forgotten and makes room for at least one more.</summary>
    private void Rebuild()
    {
        var kept = 0;
        foreach (ref readonly var mark in _marks.AsSpan())
            if (mark.IsUsed && Remembered(mark)) kept++;
        var capacity = CapacityFor(kept + 1);
        ReadOnlySpan<TMark> old = _marks;
        if (capacity == old.Length && capacity <= MaxScratch)
        {
            // The usual case, every few records of a quiet subscriber: in place, through scratch that the thread keeps.
            if (_scratch is null || _scratch.Length < capacity) _scratch = new TMark[capacity];
            old.CopyTo(_scratch);
            old = _scratch.AsSpan(0, capacity);
            Array.Clear(_marks);
        }
        else
        {
            _marks = new TMark[capacity];
        }
        foreach (ref readonly var mark in old)
            if (mark.IsUsed && Remembered(mark)) Insert(_marks, mark);
        _used = kept;
    }

    /// <summary>A power of two that is at most five eighths full, so that rebuilding is rare.</summary>
    private static int CapacityFor(int count) => Math.Max(MinCapacity, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(count * 8L / 5)));

    private static void Insert(TMark[] marks, in TMark mark)
    {
        var mask = marks.Length - 1;
        var at = (int)mark.Hash & mask;
        while (marks[at].IsUsed) at = at + 1 & mask;
        marks[at] = mark;
    }
}
