using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>The segments of the log at one moment, oldest first; never changed, replaced as a whole. A reader pins the set: what
/// is in it can be read until it lets go, whatever is sealed or cut meanwhile (core rule 13).</summary>
internal sealed class SegmentSet
{
    private int _pins = 1;

    public SegmentSet(IReadOnlyList<LogSegment> segments)
    {
        Segments = segments;
        foreach (var segment in segments) segment.AddReference();
    }

    public IReadOnlyList<LogSegment> Segments { get; }

    /// <summary>False when the set was replaced and its last reader is gone.</summary>
    public bool TryPin()
    {
        var pins = Volatile.Read(ref _pins);
        while (pins > 0)
        {
            var seen = Interlocked.CompareExchange(ref _pins, pins + 1, pins);
            if (seen == pins) return true;
            pins = seen;
        }
        return false;
    }

    public void Unpin()
    {
        if (Interlocked.Decrement(ref _pins) > 0) return;
        foreach (var segment in Segments) segment.RemoveReference();
    }

    /// <summary>Offers the entity's entries in the log, in order.</summary>
    public void Collect(int partition, uint fingerprint, ReadOnlySpan<byte> key, long above, EntryCollector collector)
    {
        foreach (var segment in Segments) segment.Collect(partition, fingerprint, key, above, collector);
    }
}
