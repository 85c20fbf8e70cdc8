namespace CustomerGrains.Storage.Sqlite;

/// <summary>Holds the current <see cref="SegmentSet"/>.</summary>
internal sealed class SegmentList
{
    private readonly Lock _gate = new();
    private SegmentSet _current = new([]);

    /// <summary>The current set, pinned; the caller unpins it.</summary>
    public SegmentSet Pin()
    {
        while (true)
        {
            var current = Volatile.Read(ref _current);
            if (current.TryPin()) return current;
        }
    }

    public int Count => Volatile.Read(ref _current).Segments.Count;

    /// <summary>Replaces the set by what <paramref name="change"/> makes of its list.</summary>
    public void Change(Func<IReadOnlyList<LogSegment>, IReadOnlyList<LogSegment>> change)
    {
        SegmentSet old;
        lock (_gate)
        {
            old = _current;
            Volatile.Write(ref _current, new SegmentSet(change(old.Segments)));
        }
        old.Unpin();
    }
}
