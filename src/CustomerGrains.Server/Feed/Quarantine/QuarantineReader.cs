using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Sources;
using CustomerGrains.Storage;

namespace CustomerGrains.Server.Feed.Quarantine;

/// <summary>Reads a source's quarantine out of its entries. Each names the one before of its day, so that nothing else is looked for;
/// they are read in blocks, because the one before is usually near. For one call.</summary>
internal sealed class QuarantineReader
{
    /// <summary>Entries read together.</summary>
    private const int Block = 512;

    /// <summary>Bytes of a block that are kept for later, those nearest to what was asked for.</summary>
    private const int MaxBytes = 8 << 20;

    /// <summary>What one scan may look at; then it says where to go on.</summary>
    private const int MaxEntries = 4_096;
    private const int MaxBlocks = 64;
    private const int MaxRecords = 100_000;

    private readonly IStore _store;
    private readonly EntityKey _key;
    private readonly Dictionary<long, QuarantinedEntry> _entries = [];
    private int _blocks;

    /// <summary>The oldest version that is kept in history; 0 = not known yet.</summary>
    private long _first;

    internal QuarantineReader(IStore store, string source)
    {
        _store = store;
        _key = EntityKey.Of(EntityKinds.Source, source);
    }

    /// <summary>Null when that entry keeps no records, or is no longer in history.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    internal async ValueTask<QuarantinedEntry?> ReadAsync(long version, CancellationToken cancellationToken)
    {
        if (_entries.TryGetValue(version, out var known)) return known;
        _entries.Clear();
        _blocks++;
        var order = new Queue<QuarantinedEntry>();
        var bytes = 0;
        var first = await FirstKeptAsync(cancellationToken);
        if (version < first) return null;
        await foreach (var bytesOfEntry in _store.ReadEntriesAsync(_key, Math.Max(first, version - Block + 1), version, cancellationToken))
        {
            var entry = QuarantinedEntry.TryRead(bytesOfEntry.Span, out var read);
            if (entry is null) continue;
            _entries.Add(read, entry);
            order.Enqueue(entry);
            bytes += entry.Length;
            while (bytes > MaxBytes && order.Count > 1)
            {
                var dropped = order.Dequeue();
                _entries.Remove(dropped.Version);
                bytes -= dropped.Length;
            }
        }
        return _entries.GetValueOrDefault(version);
    }

    // Kept longer than a record is listed, but a source that is silent does not notice that its days are over.
    private async ValueTask<long> FirstKeptAsync(CancellationToken cancellationToken)
    {
        if (_first == 0) _first = await _store.ReadBaseAsync(_key, cancellationToken) is { } edge ? edge.Version + 1 : 1;
        return _first;
    }

    /// <summary>Records that are wanted, in the order of ListRejected, and where to go on; null = nothing is left.</summary>
    internal async Task<(List<QuarantinedRecord> Found, QuarantinePosition? Next)> ScanAsync(
        SourceState state, QuarantineFilter filter, Predicate<QuarantinedRecord> isWanted, QuarantinePosition? from, int most, CancellationToken cancellationToken)
    {
        var found = new List<QuarantinedRecord>();
        var first = Math.Max(state.Marks.From, await FirstKeptAsync(cancellationToken));
        var (entries, seen) = (0, 0);
        for (var d = state.Days.Count - 1; d >= 0; d--)
        {
            var day = state.Days[d];
            if (!filter.Includes(day.Day) || day.Day > from?.Day) continue;
            var (version, place) = from?.Day == day.Day ? (Math.Min(from.Value.Version, day.Quarantine.LastVersion), from.Value.Place) : (day.Quarantine.LastVersion, 0);
            while (version >= first && version > 0)
            {
                if (entries++ == MaxEntries || _blocks >= MaxBlocks || seen > MaxRecords) return (found, new QuarantinePosition(day.Day, version, place));
                var entry = await ReadAsync(version, cancellationToken) ?? throw new StoreException($"Version {version} of a source keeps no records, and a later one says so.");
                var records = entry.Records(state.Marks);
                seen += records.Count;
                for (; place < records.Count; place++)
                {
                    if (!filter.Includes(records[place]) || !isWanted(records[place])) continue;
                    if (found.Count == most) return (found, new QuarantinePosition(day.Day, version, place));
                    found.Add(records[place]);
                }
                (version, place) = (entry.Fact.Previous, 0);
            }
        }
        return (found, null);
    }
}
