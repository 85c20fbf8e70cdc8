using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>One pass over the oldest sealed segments, partition by partition: the partition's rows are read into memory, sorted by
/// entity, and each entity's entries are folded onto its snapshot. Snapshot and history of an entity are one step with many others'. A pass that is cut is done again: entries that a snapshot has already are skipped.</summary>
internal sealed class SnapshotPass : IDisposable
{
    /// <summary>Most bytes of one partition that a pass takes: what it holds in memory.</summary>
    private const long PartitionBytes = 256_000_000;

    /// <summary>Written before a commit: bounds how long readers of history wait for it, and what a cut pass does again.</summary>
    private const int ChunkBytes = 16_000_000;

    /// <summary>An entity with more entries gets several history rows, so that whoever wants a few of them reads no more than this.</summary>
    private const int HistoryRowBytes = 1_000_000;

    private const int PrefetchEntries = 16;
    private const int CacheLineBytes = 64;

    private readonly StoreOptions _options;
    private readonly IEntityKinds _kinds;
    private readonly StoreFile _file;
    private readonly HistoryCatalog _historyFiles;
    private readonly Statement _selectSnapshot;
    private readonly Statement _upsertSnapshot;
    private readonly SlotSorter _sorter = new();
    private readonly ByteWriter _state = new(4096);
    private readonly ByteWriter _history = new(HistoryRowBytes / 4);
    private readonly byte[] _rows;
    private ulong[] _slots = [];
    private int _rowsLength;
    private int _slotCount;
    private long _chunk;

    private SnapshotPass(IReadOnlyList<SealedSegment> segments, long largestPartition, StoreOptions options, IEntityKinds kinds, StoreFile file, HistoryCatalog history)
    {
        Segments = segments;
        _options = options;
        _kinds = kinds;
        _file = file;
        _historyFiles = history;
        _rows = GC.AllocateUninitializedArray<byte>((int)largestPartition, pinned: true);
        _selectSnapshot = file.Writer.PrepareOnce("SELECT version, state FROM snapshots WHERE place = ?1 AND entity = ?2");
        _upsertSnapshot = file.Writer.PrepareOnce("""
            INSERT INTO snapshots (place, entity, version, now, effects, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (place, entity) DO UPDATE SET version = excluded.version, now = excluded.now, effects = excluded.effects, state = excluded.state WHERE version = ?7
            """);
    }

    public IReadOnlyList<SealedSegment> Segments { get; }

    public long Snapshots { get; private set; }

    public long Entries { get; private set; }

    public long EntryBytes { get; private set; }

    /// <summary>A pass over as many of the oldest segments as are sealed, wanted, allowed and fit into memory; null when there is none.</summary>
    public static SnapshotPass? Choose(SegmentSet set, long through, StoreOptions options, IEntityKinds kinds, StoreFile file, HistoryCatalog history)
    {
        var segments = new List<SealedSegment>();
        var bytes = new long[Partitions.Count];
        foreach (var segment in set.Segments)
        {
            if (segment is not SealedSegment candidate || candidate.Number > through || segments.Count == options.CheckpointSegments) break;
            var reader = candidate.Rent();
            var more = reader.ReadPartitionBytes(Partitions.Count);
            candidate.Return(reader);
            for (var i = 0; i < bytes.Length; i++) more[i] += bytes[i];
            if (segments.Count > 0 && more.Max() > PartitionBytes) break;
            bytes = more;
            segments.Add(candidate);
        }
        return segments.Count == 0 ? null : new SnapshotPass(segments, bytes.Max(), options, kinds, file, history);
    }

    /// <summary>On return all of it is on disk, and that the segments may go.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        var writer = _file.Writer;
        try
        {
            // Snapshots' commits before the last need not be on disk each: the last one's fsync covers them, and nothing goes before it.
            writer.Execute("PRAGMA synchronous=NORMAL; BEGIN IMMEDIATE");
            for (var partition = 0; partition < Partitions.Count; partition++)
            {
                Load(partition);
                FoldAll(cancellationToken);
                CommitChunk();
                _options.Fault?.Invoke(FaultPoint.InCheckpoint);
            }
            writer.Execute("COMMIT; PRAGMA synchronous=FULL; BEGIN IMMEDIATE");
            _file.SetTrimmedThrough(Segments[^1].Number);
            writer.Execute("COMMIT");
        }
        finally
        {
            _historyFiles.End();
            writer.Rollback();
            writer.Execute("PRAGMA synchronous=FULL");
        }
    }

    public void Dispose()
    {
        _selectSnapshot.Dispose();
        _upsertSnapshot.Dispose();
    }

    /// <summary>Reads the partition's rows of all segments, one behind the other.</summary>
    private void Load(int partition)
    {
        _rowsLength = 0;
        _slotCount = 0;
        foreach (var segment in Segments)
        {
            var reader = segment.Rent();
            foreach (var id in reader.ReadRowIds(partition))
            {
                var length = reader.OpenRow(id);
                reader.Read(0, _rows.AsSpan(_rowsLength, length));
                var row = RowView.Read(_rows.AsSpan(_rowsLength, length));
                if (_slots.Length - _slotCount < row.Count) Array.Resize(ref _slots, Math.Max(_slots.Length * 2, _slotCount + row.Count));
                for (var i = 0; i < row.Count; i++) _slots[_slotCount++] = row.Slot(i) + (uint)_rowsLength;
                _rowsLength += length;
            }
            segment.Return(reader);
        }
    }

    private void FoldAll(CancellationToken cancellationToken)
    {
        var slots = _sorter.Sort(_slots.AsSpan(0, _slotCount));
        var ahead = 0;
        for (var start = 0; start < slots.Length;)
        {
            var end = start + 1;
            while (end < slots.Length && slots[end] >> 32 == slots[start] >> 32) end++;
            for (; ahead < Math.Min(end + PrefetchEntries, slots.Length); ahead++) Prefetch((uint)slots[ahead]);
            FoldFingerprint(slots[start..end]);
            start = end;
            if (_chunk < ChunkBytes) continue;
            CommitChunk();
            cancellationToken.ThrowIfCancellationRequested();
        }
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>The entries with one fingerprint: nearly always one entity's.</summary>
    private void FoldFingerprint(ReadOnlySpan<ulong> slots)
    {
        var key = EntryAt(slots[0]).Key;
        var others = FoldEntity(key, slots);
        if (others == 0) return;
        var rest = new ulong[others];
        var count = 0;
        foreach (var slot in slots)
        {
            if (!EntryAt(slot).Key.SequenceEqual(key)) rest[count++] = slot;
        }
        FoldFingerprint(rest);
    }

    /// <summary>Folds what is the entity's and newer than its snapshot. Returns how many entries are another entity's.</summary>
    private int FoldEntity(ReadOnlySpan<byte> key, ReadOnlySpan<ulong> slots)
    {
        var others = 0;
        var place = StoreFile.PlaceOf(EntityKey.Hash(key));
        IEntityState? state = null;
        var range = default(HistoryRange);
        long before = 0;
        foreach (var slot in slots)
        {
            var entry = EntryAt(slot);
            if (!entry.Key.SequenceEqual(key))
            {
                others++;
                continue;
            }
            if (state is null) (state, before) = ReadSnapshot(place, key);
            if (entry.Version <= state.Version) continue;
            if (entry.Version != state.Version + 1) throw new StoreCorruptException($"Version {state.Version + 1} of {EntityNames.ForLog(key)} is missing from the log, version {entry.Version} is there.");
            EntityFold.Fold(state, entry, key);
            range.Add(entry);
            _history.Raw(entry.Bytes);
            Entries++;
            EntryBytes += entry.Bytes.Length;
            if (_history.Length >= HistoryRowBytes) WriteHistory(key, place, ref range);
        }
        if (state is null || state.Version == before) return others;
        if (_history.Length > 0) WriteHistory(key, place, ref range);
        WriteSnapshot(place, key, state, before);
        return others;
    }

    private (IEntityState State, long Version) ReadSnapshot(long place, ReadOnlySpan<byte> utf8)
    {
        var key = EntityKey.Parse(System.Text.Encoding.UTF8.GetString(utf8));
        try
        {
            if (!_selectSnapshot.Bind(1, place).Bind(2, utf8).Step()) return (_kinds.Create(key), 0);
            var state = _kinds.Read(key, _selectSnapshot.Blob(1));
            return (state, _selectSnapshot.Int64(0));
        }
        finally
        {
            _selectSnapshot.Reset();
        }
    }

    private void WriteSnapshot(long place, ReadOnlySpan<byte> key, IEntityState state, long before)
    {
        _state.Clear();
        state.WriteTo(_state);
        _upsertSnapshot.Bind(1, place).Bind(2, key).Bind(3, state.Version).Bind(4, state.Now).Bind(5, state.HasOpenEffects ? 1 : 0).Bind(6, _state.Written).Bind(7, before).Run();
        if (_file.Writer.Changes != 1) throw new StoreException($"The snapshot of {EntityNames.ForLog(key)} was changed by somebody else.");
        _chunk += _state.Length;
        Snapshots++;
    }

    private void WriteHistory(ReadOnlySpan<byte> key, long place, ref HistoryRange range)
    {
        _historyFiles.Insert(key, place, range, _history.Written);
        _chunk += _history.Length;
        _history.Clear();
        range = default;
    }

    // In the order of the entities the entries lie all over the partition: without this each waits for main memory.
    private unsafe void Prefetch(uint offset)
    {
        if (!Sse.IsSupported) return;
        var address = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_rows)) + offset;
        Sse.Prefetch0(address);
        Sse.Prefetch0(address + CacheLineBytes);
    }

    /// <summary>History first: it may know more than the snapshots say it does, never less.</summary>
    private void CommitChunk()
    {
        _historyFiles.Commit();
        _options.Fault?.Invoke(FaultPoint.BetweenHistoryAndSnapshots);
        _historyFiles.Record();
        _file.Writer.Execute("COMMIT");
        _historyFiles.Recorded();
        _file.Writer.Execute("BEGIN IMMEDIATE");
        _chunk = 0;
    }

    private EntryView EntryAt(ulong slot) => EntryView.Read(_rows.AsSpan((int)(uint)slot, _rowsLength - (int)(uint)slot));
}
