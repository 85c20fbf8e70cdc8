using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>A segment that is not sealed: its rows are on disk too, and read from memory. Its file belongs to the writer alone.</summary>
internal sealed class MemorySegment : LogSegment
{
    /// <summary>Rows smaller than this share an array.</summary>
    private const int SharedBytes = BufferPool.BufferBytes / 2;

    private readonly BufferPool _pool;
    private readonly PartitionRows[] _partitions;
    private readonly List<byte[]> _buffers = [];
    private byte[]? _shared;
    private int _sharedUsed;

    public MemorySegment(long number, int partitions, BufferPool pool) : base(number)
    {
        _pool = pool;
        _partitions = new PartitionRows[partitions];
        for (var i = 0; i < partitions; i++) _partitions[i] = new PartitionRows();
    }

    /// <summary>Bytes of the rows' payloads.</summary>
    public long Bytes { get; private set; }

    public uint Rows { get; private set; }

    /// <summary>Entities whose entries here carry effects: keys, UTF-8.</summary>
    public HashSet<byte[]> WithEffects { get; } = new(Utf8Comparer.Instance);

    /// <summary>The rows of a partition, oldest first. Readers other than the writer use what was published before they looked.</summary>
    public ReadOnlySpan<MemoryRow> RowsOf(int partition) => _partitions[partition].Published;

    /// <summary>Keeps the payload: the buffer's array itself when it is well filled, which the buffer then has to be
    /// <see cref="RowBuffer.Detach"/>ed from, else a copy. By the writer alone.</summary>
    public MemoryRow Keep(uint id, RowBuffer buffer)
    {
        if (buffer.PayloadLength < SharedBytes) return Keep(id, buffer.Data.AsSpan(0, buffer.PayloadLength));
        _buffers.Add(buffer.Data);
        return new MemoryRow(id, buffer.Data, 0, buffer.PayloadLength);
    }

    /// <summary>Keeps a copy of the payload.</summary>
    public MemoryRow Keep(uint id, ReadOnlySpan<byte> payload)
    {
        byte[] target;
        int start;
        if (payload.Length >= SharedBytes)
        {
            (target, start) = (_pool.Rent(payload.Length), 0);
            _buffers.Add(target);
        }
        else
        {
            if (_shared is null || _shared.Length - _sharedUsed < payload.Length)
            {
                _buffers.Add(_shared = _pool.Rent());
                _sharedUsed = 0;
            }
            (target, start) = (_shared, _sharedUsed);
            _sharedUsed += payload.Length;
        }
        payload.CopyTo(target.AsSpan(start));
        return new MemoryRow(id, target, start, payload.Length);
    }

    /// <summary>Lets readers see the row. By the writer alone, under the partition's lock.</summary>
    public void Publish(int partition, in MemoryRow row)
    {
        _partitions[partition].Add(row);
        Bytes += row.Length;
        Rows++;
    }

    public override void Collect(int partition, uint fingerprint, ReadOnlySpan<byte> key, long above, EntryCollector collector, ref int at) =>
        _partitions[partition].Collect(fingerprint, key, above, collector, ref at);

    protected override void OnUnreferenced()
    {
        foreach (var buffer in _buffers) _pool.Return(buffer);
        _buffers.Clear();
    }

    private sealed class PartitionRows
    {
        [ThreadStatic]
        private static List<ulong>? _places;

        private readonly Lock _indexGate = new();
        private readonly MemoryIndex _index = new();
        private MemoryRow[] _rows = new MemoryRow[16];
        private int _count;

        // The count is read first: the array read after it has at least so many.
        public ReadOnlySpan<MemoryRow> Published
        {
            get
            {
                var count = Volatile.Read(ref _count);
                return Volatile.Read(ref _rows).AsSpan(0, count);
            }
        }

        public void Add(in MemoryRow row)
        {
            if (_count == _rows.Length)
            {
                var larger = new MemoryRow[_count * 2];
                _rows.CopyTo(larger, 0);
                Volatile.Write(ref _rows, larger);
            }
            _rows[_count] = row;
            Volatile.Write(ref _count, _count + 1);
        }

        public void Collect(uint fingerprint, ReadOnlySpan<byte> key, long above, EntryCollector collector, ref int at)
        {
            var rows = Published;
            if (rows.IsEmpty) return;
            var places = _places ??= [];
            places.Clear();
            lock (_indexGate)
            {
                while (_index.Rows < rows.Length) _index.Add(RowView.Read(rows[_index.Rows].Payload));
                _index.Find(fingerprint, places);
            }
            // The index may know rows that were published after this reader looked.
            rows = Published;
            for (; at < places.Count && !collector.IsFull; at++) collector.Offer(RowView.Entry(rows[(int)(places[at] >> 32)].Payload, (uint)places[at]), key, above);
        }
    }
}
