using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>The log's face to the grains: append, wait, load.</summary>
internal sealed class SqliteFactLog : IFactLog
{
    /// <summary>A gap that is there at every look is damage, not a race.</summary>
    private const int LoadAttempts = 5;

    private readonly StoreOptions _options;
    private readonly IEntityKinds _kinds;
    private readonly StoreFile _file;
    private readonly SegmentList _segments;
    private readonly LogPartition[] _partitions;
    private readonly GroupClock _groups;
    private readonly GroupVerdicts _verdicts;
    private readonly LogWriter _writer;

    public SqliteFactLog(StoreOptions options, IEntityKinds kinds, StoreFile file, SegmentList segments, LogPartition[] partitions, GroupClock groups, GroupVerdicts verdicts, LogWriter writer, ulong incarnation, long nowAtOpen, IReadOnlyList<EntityKey> openEffectsAtOpen)
    {
        _options = options;
        _kinds = kinds;
        _file = file;
        _segments = segments;
        _partitions = partitions;
        _groups = groups;
        _verdicts = verdicts;
        _writer = writer;
        Incarnation = incarnation;
        NowAtOpen = nowAtOpen;
        OpenEffectsAtOpen = openEffectsAtOpen;
    }

    public ulong Incarnation { get; }

    public long NowAtOpen { get; }

    public IReadOnlyList<EntityKey> OpenEffectsAtOpen { get; }

    public string? Failure => _writer.Failure;

    public long PendingBytes
    {
        get
        {
            long sum = 0;
            foreach (var partition in _partitions) sum += partition.PendingBytes;
            return sum;
        }
    }

    /// <summary>Handles registered now; for tests.</summary>
    internal int HandleCount
    {
        get
        {
            var sum = 0;
            foreach (var partition in _partitions)
            {
                lock (partition.Gate) sum += partition.HandleCount;
            }
            return sum;
        }
    }

    /// <summary>Set when the store is being closed: nothing is taken any more.</summary>
    internal bool Closed { get; set; }

    public bool IsCurrent(EntityHandle handle, int epoch, long version) => handle.Epoch == epoch && handle.LastVersion == version;

    public long LastDoneGroup => _verdicts.Done;

    public Ticket Append(EntityHandle handle, int epoch, long version, long now, ReadOnlySpan<byte> entry)
    {
        if (entry.Length < RowView.EntryPrefixBytes || entry[0] != EntryView.FormatVersion || System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(entry[RowView.EntryLengthAt..]) != entry.Length) throw new ArgumentException("Not an entry.", nameof(entry));
        ObjectDisposedException.ThrowIf(Closed, typeof(IStore));
        var partition = _partitions[handle.Partition];
        long group;
        bool done;
        do
        {
            lock (partition.Gate)
            {
                group = partition.FillingGroup;
                done = partition.TryAppend(handle, epoch, version, now, entry);
            }
            if (!done) _groups.End(group);
        }
        while (!done);
        _writer.Appended();
        return new Ticket(Incarnation, group);
    }

    public ValueTask<CommitOutcome> WaitAsync(Ticket first, Ticket last, CancellationToken cancellationToken)
    {
        if (last == Ticket.None) last = first;
        if (last == Ticket.None) return new ValueTask<CommitOutcome>(CommitOutcome.Durable);
        if (first == Ticket.None) first = last;
        if (first.Incarnation != Incarnation || last.Incarnation != Incarnation) return new ValueTask<CommitOutcome>(CommitOutcome.Unknown);
        return first.Group <= last.Group
            ? _verdicts.WaitAsync(first.Group, last.Group, cancellationToken)
            : _verdicts.WaitAsync(last.Group, first.Group, cancellationToken);
    }

    public void Release(EntityHandle handle)
    {
        var partition = _partitions[handle.Partition];
        lock (partition.Gate) partition.Detach(handle);
    }

    // On the caller's thread: most of it is in memory or in the page cache, and a hand-over would cost more than it takes.
    public ValueTask<LoadedEntity> LoadAsync(EntityKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(Closed, typeof(IStore));
        var utf8 = key.ToUtf8();
        var hash = EntityKey.Hash(utf8);
        var partition = _partitions[Partitions.Of(hash)];
        EntityHandle handle;
        // Attached from here on: the handle that is registered now stays the registered one.
        lock (partition.Gate) handle = partition.Attach(utf8, hash);
        try
        {
            return new ValueTask<LoadedEntity>(Load(key, partition, handle, cancellationToken));
        }
        catch (Exception exception)
        {
            Release(handle);
            if (exception is SqliteFailure or CorruptDataException) throw SqliteFailure.Reading(EntityNames.ForLog(utf8), exception);
            throw;
        }
    }

    private LoadedEntity Load(EntityKey key, LogPartition partition, EntityHandle handle, CancellationToken cancellationToken)
    {
        var collector = EntryCollector.Take();
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var epoch = handle.Epoch;
                if (ReadDurable(key, handle, collector) is not { } state)
                {
                    if (attempt >= LoadAttempts) throw new StoreCorruptException($"Entries of {EntityNames.ForLog(handle.Key)} are missing between its snapshot and the log.");
                    continue;
                }
                if (TryAttach(partition, handle, epoch, state, collector) is { } loaded) return loaded;
            }
        }
        finally
        {
            collector.GiveBack();
        }
    }

    /// <summary>Folds what is on disk; null when snapshot and log do not meet. Index first, snapshot next, rows last: what is cut from
    /// the log meanwhile stays readable through the pinned set, and is in the snapshot or not, either is right (core rule 13).</summary>
    private IEntityState? ReadDurable(EntityKey key, EntityHandle handle, EntryCollector collector)
    {
        var set = _segments.Pin();
        try
        {
            _options.Fault?.Invoke(FaultPoint.BeforeSnapshotRead);
            var state = ReadSnapshot(key, handle) ?? _kinds.Create(key);
            _options.Fault?.Invoke(FaultPoint.BeforeRowsRead);
            collector.Clear();
            set.Collect(handle.Partition, Fingerprint.Of(handle.KeyHash), handle.Key, state.Version, collector);
            return TryFold(state, handle, collector) ? state : null;
        }
        finally
        {
            set.Unpin();
        }
    }

    private IEntityState? ReadSnapshot(EntityKey key, EntityHandle handle)
    {
        var reader = _file.Rent();
        IEntityState? state;
        try
        {
            state = reader.ReadSnapshot(key, handle.Key, handle.KeyHash, _kinds);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
        _file.Return(reader);
        return state;
    }

    /// <summary>Folds what is pending until the state is at the entity's last version. Null when an entry that may be in the state
    /// was voided meanwhile: start again.</summary>
    private LoadedEntity? TryAttach(LogPartition partition, EntityHandle handle, int epoch, IEntityState state, EntryCollector collector)
    {
        while (true)
        {
            collector.Clear();
            lock (partition.Gate)
            {
                if (handle.Epoch != epoch) return null;
                // Nobody has appended through a handle that nobody has loaded: what is on disk is all.
                if (handle.LastVersion == EntityHandle.UnknownVersion) handle.LastVersion = state.Version;
                if (state.Version == handle.LastVersion)
                {
                    var ticket = handle.LastGroup > partition.Done ? new Ticket(Incarnation, handle.LastGroup) : Ticket.None;
                    return new LoadedEntity(state, handle, epoch, ticket);
                }
                if (state.Version > handle.LastVersion) throw new StoreCorruptException($"{EntityNames.ForLog(handle.Key)} is at version {state.Version} on disk and at {handle.LastVersion} in memory.");
                partition.CollectPending(handle, state.Version, collector);
            }
            if (collector.Count > 0 && TryFold(state, handle, collector)) continue;

            // They went to disk between the two looks.
            collector.Clear();
            var set = _segments.Pin();
            try
            {
                set.Collect(handle.Partition, Fingerprint.Of(handle.KeyHash), handle.Key, state.Version, collector);
            }
            finally
            {
                set.Unpin();
            }
            // Or even from there to a snapshot.
            if (collector.Count == 0 || !TryFold(state, handle, collector)) return null;
        }
    }

    /// <summary>Folds the entries behind the state; false when the first of them is not the next one.</summary>
    private static bool TryFold(IEntityState state, EntityHandle handle, EntryCollector collector)
    {
        if (collector.Count == 0) return true;
        if (collector.FirstVersion != state.Version + 1) return false;
        for (var i = 0; i < collector.Count; i++) EntityFold.Fold(state, EntryView.Read(collector[i]), handle.Key);
        return true;
    }
}
