using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Storage.Log;

/// <summary>One partition in memory: the handles of its entities and its entries that are not on disk. Everything here is guarded
/// by <see cref="Gate"/>, which is held for no longer than a copy takes and never over I/O.</summary>
internal sealed class LogPartition
{
    private readonly int _number;
    private readonly BufferPool _pool;
    private readonly Dictionary<byte[], EntityHandle> _handles = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], EntityHandle>.AlternateLookup<ReadOnlySpan<byte>> _handlesBySpan;

    /// <summary>What ended groups hold, in front of the one that fills.</summary>
    private readonly Queue<RowBuffer> _full = new();
    private readonly Stack<RowBuffer> _spare = new();

    /// <summary>Handles that nobody holds and that go when their last entry is on disk.</summary>
    private readonly List<EntityHandle> _leaving = [];
    private RowBuffer _filling;
    private RowBuffer? _inFlight;
    private long _pendingBytes;

    public LogPartition(int number, BufferPool pool)
    {
        _number = number;
        _pool = pool;
        _handlesBySpan = _handles.GetAlternateLookup<ReadOnlySpan<byte>>();
        _filling = new RowBuffer(pool);
        _filling.Begin(1);
    }

    public Lock Gate { get; } = new();

    /// <summary>Groups up to this one are on disk or void, as far as this partition is concerned.</summary>
    public long Done { get; private set; }

    public long PendingBytes => Volatile.Read(ref _pendingBytes);

    public bool HasWork => _full.Count > 0 || _filling.Count > 0;

    /// <summary>Handles registered now.</summary>
    public int HandleCount => _handles.Count;

    /// <summary>The registered handle of the entity, one attachment more.</summary>
    public EntityHandle Attach(ReadOnlySpan<byte> key, ulong keyHash)
    {
        if (!_handlesBySpan.TryGetValue(key, out var handle))
        {
            handle = new EntityHandle(key.ToArray(), keyHash, _number);
            _handles.Add(handle.Key, handle);
        }
        handle.Attached++;
        return handle;
    }

    public void Detach(EntityHandle handle)
    {
        if (handle.Attached <= 0) throw new InvalidOperationException("The handle was released more often than it was loaded.");
        if (--handle.Attached > 0) return;
        if (handle.LastGroup > Done) _leaving.Add(handle);
        else Remove(handle);
    }

    /// <summary>The group that entries are appended to now; the same in all partitions.</summary>
    public long FillingGroup => _filling.Group;

    /// <summary>Copies the entry behind the others. False when it does not fit: <see cref="FillingGroup"/> has to be ended first.</summary>
    public bool TryAppend(EntityHandle handle, int epoch, long version, long now, ReadOnlySpan<byte> entry)
    {
        if (handle.Epoch != epoch || version != handle.LastVersion + 1) ThrowStale(handle, epoch, version);
        var filling = _filling;
        if (!filling.Fits(entry.Length))
        {
            if (filling.Count > 0) return false;
            filling.GrowFor(entry.Length);
        }
        filling.Add(Fingerprint.Of(handle.KeyHash), now, entry);
        handle.LastVersion = version;
        handle.LastGroup = filling.Group;
        Volatile.Write(ref _pendingBytes, _pendingBytes + entry.Length);
        return true;
    }

    /// <summary>Entries from now on are in the next group. Only with the locks of all partitions held (<see cref="GroupClock"/>).</summary>
    public void EndFilling()
    {
        var next = _filling.Group + 1;
        if (_filling.Count == 0)
        {
            _filling.Begin(next);
            return;
        }
        _full.Enqueue(_filling);
        _filling = _spare.TryPop(out var spare) ? spare : new RowBuffer(_pool);
        _filling.Begin(next);
    }

    /// <summary>Takes what is in the group, which has ended; null if nothing.</summary>
    public RowBuffer? Take(long group)
    {
        _inFlight = _full.TryPeek(out var first) && first.Group == group ? _full.Dequeue() : null;
        return _inFlight;
    }

    /// <summary>The group taken last is on disk and can be found there.</summary>
    public void Committed(long group, int entryBytes)
    {
        Volatile.Write(ref _pendingBytes, _pendingBytes - entryBytes);
        EndGroup(group);
    }

    /// <summary>The group taken last is void: so is every later entry of the same entities (core rule 5), and their activations are
    /// stale. Groups behind it that lose entries are reported.</summary>
    public void Voided(long group, Action<long> markVoid)
    {
        if (_inFlight is { } failed)
        {
            var voided = new HashSet<EntityHandle>();
            var bytes = 0;
            foreach (var slot in failed.Slots)
            {
                var entry = EntryView.Read(failed.Data.AsSpan((int)(uint)slot));
                bytes += entry.Bytes.Length;
                if (!TryFind(entry.Key, out var handle)) throw new InvalidOperationException("An entity with a pending entry has no handle.");
                if (!voided.Add(handle)) continue;
                // Its first entry of the group: the slots are sorted by entity, then as appended.
                handle.Epoch++;
                handle.LastVersion = entry.Version - 1;
                handle.LastGroup = 0;
            }
            foreach (var later in _full.Append(_filling))
            {
                var before = later.EntryBytes;
                if (later.RemoveWhere(entry => TryFind(entry.Key, out var handle) && voided.Contains(handle)) == 0) continue;
                bytes += before - later.EntryBytes;
                markVoid(later.Group);
            }
            Volatile.Write(ref _pendingBytes, _pendingBytes - bytes);
        }
        EndGroup(group);
    }

    /// <summary>Offers the entity's entries that are not on disk, in order.</summary>
    public void CollectPending(EntityHandle handle, long above, EntryCollector collector)
    {
        if (_inFlight is not null) Collect(_inFlight, handle, above, collector);
        foreach (var buffer in _full) Collect(buffer, handle, above, collector);
        Collect(_filling, handle, above, collector);
    }

    /// <summary>A buffer that the writer is done with.</summary>
    public void GiveBack(RowBuffer buffer)
    {
        buffer.Recycle();
        _spare.Push(buffer);
    }

    private static void Collect(RowBuffer buffer, EntityHandle handle, long above, EntryCollector collector)
    {
        var fingerprint = Fingerprint.Of(handle.KeyHash);
        foreach (var slot in buffer.Slots)
        {
            if ((uint)(slot >> 32) == fingerprint) collector.Offer(RowView.Entry(buffer.Data, (uint)slot), handle.Key, above);
        }
    }

    private void EndGroup(long group)
    {
        _inFlight = null;
        Done = group;
        if (_leaving.Count == 0) return;
        _leaving.RemoveAll(handle =>
        {
            if (handle.Attached == 0 && handle.LastGroup > group) return false;
            if (handle.Attached == 0) Remove(handle);
            return true;
        });
    }

    private void Remove(EntityHandle handle)
    {
        // It may stand twice in the list of those that leave.
        if (handle.Epoch == EntityHandle.RemovedEpoch) return;
        handle.Epoch = EntityHandle.RemovedEpoch;
        _handles.Remove(handle.Key);
    }

    private bool TryFind(ReadOnlySpan<byte> key, [NotNullWhen(true)] out EntityHandle? handle) => _handlesBySpan.TryGetValue(key, out handle);

    [DoesNotReturn]
    private static void ThrowStale(EntityHandle handle, int epoch, long version) => throw new StaleActivationException(
        handle.Epoch != epoch
            ? $"An entry of {EntityNames.ForLog(handle.Key)} was not written; this activation must reload."
            : $"Version {version} of {EntityNames.ForLog(handle.Key)} was to be appended behind version {handle.LastVersion}.");
}
