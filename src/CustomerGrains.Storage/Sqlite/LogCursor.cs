using CustomerGrains.Domain.Entities;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>Reads one entity's entries out of pinned segments, block by block.</summary>
internal sealed class LogCursor(SegmentSet set, byte[] key, ulong keyHash)
{
    /// <summary>Entries of a block; it also ends with about a megabyte.</summary>
    private const int BlockEntries = 256;

    private int _segment;
    private int _at;

    /// <summary>The next entries, from exactly this version on; empty at the end.</summary>
    /// <exception cref="StoreCorruptException">It is missing, and a later one is there.</exception>
    public List<ReadOnlyMemory<byte>> Read(long from, long through)
    {
        var collector = EntryCollector.Take();
        try
        {
            collector.Limit(through, BlockEntries);
            for (; _segment < set.Segments.Count; _segment++, _at = 0)
            {
                set.Segments[_segment].Collect(Partitions.Of(keyHash), Fingerprint.Of(keyHash), key, from - 1, collector, ref _at);
                if (collector.IsFull) break;
            }
            if (collector.Count > 0 && collector.FirstVersion != from) throw new StoreCorruptException($"Version {from} of {EntityNames.ForLog(key)} is missing between history and log.");
            var entries = new List<ReadOnlyMemory<byte>>(collector.Count);
            for (var i = 0; i < collector.Count; i++) entries.Add(collector[i].ToArray());
            return entries;
        }
        finally
        {
            collector.GiveBack();
        }
    }
}
