using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>What is remembered by hash for event times within 48 h of the latest: a set of small structures, because the busiest
/// subscribers have thousands of them and most have six (core rule 22). A few stand in a list, in no order; more have open addressing.</summary>
internal struct RecentTable<TMark> where TMark : struct, IRecentMark<TMark>
{
    /// <summary>Seconds of event time that something is remembered for.</summary>
    internal const long Window = 48 * 3600;

    /// <summary>Places up to which they are a list.</summary>
    private const int MaxListed = 16;

    /// <summary>Of a list, in a cache line.</summary>
    private const int MarksPerLine = 4;

    /// <summary>Marks of scratch that a thread keeps.</summary>
    private const int MaxScratch = 4_096;

    [ThreadStatic]
    private static TMark[]? _scratch;

    /// <summary>None, or a power of two.</summary>
    private TMark[] _marks;

    /// <summary>Places in use, some of them by what is forgotten; of a list, the first ones.</summary>
    private int _used;

    /// <summary>Latest event time seen.</summary>
    internal long Latest { readonly get; private set; }

    internal static RecentTable<TMark> Empty => new() { _marks = [] };

    /// <summary>As it was written: all of them within the window.</summary>
    internal static RecentTable<TMark> Of(long latest, TMark[] marks)
    {
        var table = new RecentTable<TMark> { Latest = latest, _marks = new TMark[CapacityFor(marks.Length)] };
        foreach (ref readonly var mark in marks.AsSpan()) table.Insert(mark);
        return table;
    }

    private readonly bool IsList => _marks.Length <= MaxListed;

    /// <summary>Time up to which things are forgotten.</summary>
    private readonly long Forgotten => Latest - Window;

    /// <summary>The remembered mark with this hash; a null reference when there is none. Its hash may not be changed.</summary>
    [UnscopedRef]
    internal readonly ref TMark Find(ulong hash)
    {
        if (IsList)
        {
            foreach (ref var mark in _marks.AsSpan(0, _used))
                if (mark.Hash == hash && mark.Time > Forgotten) return ref mark;
            return ref Unsafe.NullRef<TMark>();
        }
        var mask = _marks.Length - 1;
        for (var at = (int)hash & mask; _marks[at].IsUsed; at = at + 1 & mask)
            if (_marks[at].Hash == hash && _marks[at].Time > Forgotten) return ref _marks[at];
        return ref Unsafe.NullRef<TMark>();
    }

    /// <summary>Remembers it, unless its time lies before the window.</summary>
    internal void Add(in TMark mark)
    {
        Observe(mark.Time);
        if (mark.Time <= Forgotten) return;
        if (!IsList && _used >= _marks.Length * 3 / 4) Rebuild();
        Insert(mark);
    }

    /// <summary>The window ends at the latest time observed.</summary>
    internal void Observe(long time) => Latest = Math.Max(Latest, time);

    /// <summary>What is still remembered, in an order that does not depend on how it came in.</summary>
    internal readonly TMark[] Sorted()
    {
        var count = CountRemembered();
        var marks = new TMark[count];
        foreach (ref readonly var mark in _marks.AsSpan())
            if (mark.IsUsed && mark.Time > Forgotten) marks[--count] = mark;
        Array.Sort(marks);
        return marks;
    }

    /// <inheritdoc cref="Entities.IEntityState.Touch"/>
    /// <remarks>Of a list all is read.</remarks>
    internal readonly int Touch()
    {
        var marks = _marks;
        var sum = 0;
        for (var at = 0; at < Math.Min(marks.Length, MaxListed); at += MarksPerLine) sum += (int)marks[at].Hash;
        return sum;
    }

    /// <summary>In the place of one that is forgotten, where one stands in the way: what lies behind it is still found.</summary>
    private void Insert(in TMark mark)
    {
        var (marks, forgotten) = (_marks, Forgotten);
        var at = 0;
        if (IsList)
        {
            while (at < _used && marks[at].Time > forgotten) at++;
            if (at == marks.Length)
            {
                Rebuild();
                Insert(mark);
                return;
            }
            if (at == _used) _used++;
        }
        else
        {
            var mask = marks.Length - 1;
            at = (int)mark.Hash & mask;
            while (marks[at].IsUsed && marks[at].Time > forgotten) at = at + 1 & mask;
            if (!marks[at].IsUsed) _used++;
        }
        marks[at] = mark;
    }

    /// <summary>Drops what is forgotten and makes room for at least one more.</summary>
    private void Rebuild()
    {
        var capacity = CapacityFor(CountRemembered() + 1);
        ReadOnlySpan<TMark> old = _marks;
        if (capacity == old.Length && capacity <= MaxScratch)
        {
            // The usual case, every few dozen records: in place, through scratch that the thread keeps.
            if (_scratch is null || _scratch.Length < capacity) _scratch = new TMark[capacity];
            old.CopyTo(_scratch);
            old = _scratch.AsSpan(0, capacity);
            Array.Clear(_marks);
        }
        else
        {
            _marks = new TMark[capacity];
        }
        _used = 0;
        foreach (ref readonly var mark in old)
            if (mark.IsUsed && mark.Time > Forgotten) Insert(mark);
    }

    private readonly int CountRemembered()
    {
        var count = 0;
        foreach (ref readonly var mark in _marks.AsSpan())
            if (mark.IsUsed && mark.Time > Forgotten) count++;
        return count;
    }

    /// <summary>A power of two: a new array in an old object costs every collection more than it takes to fill it. A list has at least a line; what is more is at
    /// most five eighths full, so that rebuilding is rare.</summary>
    private static int CapacityFor(int count) =>
        count == 0 ? 0 : (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(count <= MaxListed ? Math.Max(count, MarksPerLine) : count * 8L / 5));
}
