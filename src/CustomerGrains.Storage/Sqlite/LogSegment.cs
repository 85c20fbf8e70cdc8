using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>A segment of the log as readers see it. Counted: it lives as long as some <see cref="SegmentSet"/> that a reader may
/// still use contains it.</summary>
internal abstract class LogSegment
{
    private int _references;

    protected LogSegment(long number) => Number = number;

    /// <summary>Dense, from 1; the name of its file.</summary>
    public long Number { get; }

    /// <summary>Offers the entity's entries in the segment, in order.</summary>
    public abstract void Collect(int partition, uint fingerprint, ReadOnlySpan<byte> key, long above, EntryCollector collector);

    public void AddReference() => Interlocked.Increment(ref _references);

    public void RemoveReference()
    {
        if (Interlocked.Decrement(ref _references) == 0) OnUnreferenced();
    }

    /// <summary>Nobody reads it any more and nobody will.</summary>
    protected abstract void OnUnreferenced();
}
