using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>A segment of the log as readers see it. It lives as long as some <see cref="SegmentSet"/> that a reader may still use
/// contains it.</summary>
internal abstract class LogSegment : Counted
{
    protected LogSegment(long number) => Number = number;

    /// <summary>Dense, from 1; the name of its file.</summary>
    public long Number { get; }

    /// <summary>Offers the entity's entries in the segment, in order.</summary>
    public void Collect(int partition, uint fingerprint, ReadOnlySpan<byte> key, long above, EntryCollector collector)
    {
        var at = 0;
        Collect(partition, fingerprint, key, above, collector, ref at);
    }

    /// <summary>The same until the collector is full; to be gone on with.</summary>
    /// <param name="partition">Of the entity.</param>
    /// <param name="fingerprint">Of the entity.</param>
    /// <param name="key">Of the entity.</param>
    /// <param name="above">Only versions above this one.</param>
    /// <param name="collector">Takes them.</param>
    /// <param name="at">0 at first; then as it was left.</param>
    public abstract void Collect(int partition, uint fingerprint, ReadOnlySpan<byte> key, long above, EntryCollector collector, ref int at);
}
