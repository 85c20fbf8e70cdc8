using System.Buffers.Binary;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Storage.Log;
using SQLitePCL;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>One connection to a sealed segment. The file is mapped: a row is a chain of pages, and of most of them only the link to
/// the next is touched.</summary>
internal sealed class SegmentReader : IDisposable
{
    /// <summary>Rows up to this are read whole; of larger ones only the entries that are wanted.</summary>
    private const int WholeBytes = 8 * 1024;

    private readonly Database _database;
    private readonly Statement _chunk;
    private readonly byte[] _small = new byte[WholeBytes];
    private byte[] _entry = new byte[1024];
    private sqlite3_blob? _row;

    public SegmentReader(string path)
    {
        _database = Database.OpenImmutable(path);
        _database.Execute("PRAGMA mmap_size=1073741824; PRAGMA cache_size=-512");
        _chunk = _database.Prepare("SELECT payload FROM directory WHERE id = ?1");
    }

    /// <summary>For each partition the first fingerprint of each of its chunks.</summary>
    public uint[][] ReadChunkHeads(int partitions)
    {
        var heads = new List<uint>[partitions];
        for (var i = 0; i < partitions; i++) heads[i] = [];
        using var select = _database.PrepareOnce("SELECT id, first FROM directory ORDER BY id");
        while (select.Step()) heads[(int)(select.Int64(0) >> 32)].Add((uint)select.Int64(1));
        return [.. heads.Select(list => list.ToArray())];
    }

    public void ReadEffects(Action<byte[]> read)
    {
        using var select = _database.PrepareOnce("SELECT entity FROM effects");
        while (select.Step()) read(select.Blob(0).ToArray());
    }

    /// <summary>For each partition the bytes of its rows.</summary>
    public long[] ReadPartitionBytes(int partitions)
    {
        var bytes = new long[partitions];
        using var select = _database.PrepareOnce("SELECT partition, bytes FROM partitions");
        while (select.Step()) bytes[select.Int32(0)] = select.Int64(1);
        return bytes;
    }

    /// <summary>Ids of the partition's rows, in the order in which they were written.</summary>
    public uint[] ReadRowIds(int partition)
    {
        using var select = _database.PrepareOnce("SELECT row_ids FROM partitions WHERE partition = ?1");
        if (!select.Bind(1, partition).Step()) return [];
        var blob = select.Blob(0);
        var ids = new uint[blob.Length / sizeof(uint)];
        for (var i = 0; i < ids.Length; i++) ids[i] = BinaryPrimitives.ReadUInt32LittleEndian(blob[(i * sizeof(uint))..]);
        return ids;
    }

    /// <summary>Offers the payloads of rows that may hold entries recorded at or after a business time.</summary>
    public void ReadRowsSince(long now, Action<byte[]> read)
    {
        using var select = _database.PrepareOnce("SELECT payload FROM rows WHERE now >= ?1");
        select.Bind(1, now);
        while (select.Step()) read(select.Blob(0).ToArray());
    }

    /// <summary>Adds the ids of the rows that the chunk lists for the fingerprint; false when the next chunk cannot have more.</summary>
    public bool FindRows(long chunkId, uint fingerprint, List<ulong> rows)
    {
        if (!_chunk.Bind(1, chunkId).Step()) throw new CorruptDataException($"{_database.Path}: chunk {chunkId} of the directory is missing.");
        try
        {
            var slots = SegmentDirectory.Read(_chunk.Blob(0));
            var at = SegmentDirectory.LowerBound(slots, fingerprint);
            for (; at < slots.Length && (uint)(slots[at] >> 32) == fingerprint; at++) rows.Add((uint)slots[at]);
            return at == slots.Length;
        }
        finally
        {
            _chunk.Reset();
        }
    }

    /// <summary>Bytes of the row's payload; the row is then the one that <see cref="Read"/> reads.</summary>
    public int OpenRow(uint id)
    {
        if (_row is null) _database.Check(raw.sqlite3_blob_open(_database.Handle, "main", "rows", "payload", id, 0, out _row));
        else _database.Check(raw.sqlite3_blob_reopen(_row, id));
        return raw.sqlite3_blob_bytes(_row);
    }

    /// <summary>Fills <paramref name="to"/> from the row that was opened last.</summary>
    public void Read(int offset, Span<byte> to) => _database.Check(raw.sqlite3_blob_read(_row!, to, offset));

    /// <summary>Offers the row's entries of the entity, in order.</summary>
    public void CollectRow(uint id, uint fingerprint, ReadOnlySpan<byte> key, long above, EntryCollector collector)
    {
        var length = OpenRow(id);
        if (length <= WholeBytes)
        {
            var payload = _small.AsSpan(0, length);
            Read(0, payload);
            var row = RowView.Read(payload);
            for (var i = row.LowerBound(fingerprint); i < row.Count && row.Slot(i) is var slot && (uint)(slot >> 32) == fingerprint; i++) collector.Offer(row.Entry(slot), key, above);
            return;
        }

        Span<byte> number = stackalloc byte[sizeof(ulong)];
        Read(length - RowView.FooterBytes, number[..RowView.FooterBytes]);
        var count = BinaryPrimitives.ReadUInt32LittleEndian(number);
        var tableAt = length - RowView.FooterBytes - (count * (long)RowView.SlotBytes);
        if (tableAt < RowView.HeaderBytes) throw new CorruptDataException($"{_database.Path}: row {id} announces {count} entries in {length} bytes.");
        int low = 0, high = (int)count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if ((uint)(ReadSlot(tableAt, middle, number) >> 32) < fingerprint) low = middle + 1;
            else high = middle;
        }
        for (; low < count && ReadSlot(tableAt, low, number) is var slot && (uint)(slot >> 32) == fingerprint; low++) CollectEntry((int)(uint)slot, (int)tableAt, key, above, collector);
    }

    public void Dispose()
    {
        _row?.Dispose();
        _database.Dispose();
    }

    private ulong ReadSlot(long tableAt, int index, Span<byte> number)
    {
        Read((int)tableAt + (index * RowView.SlotBytes), number);
        return BinaryPrimitives.ReadUInt64LittleEndian(number);
    }

    private void CollectEntry(int offset, int tableAt, ReadOnlySpan<byte> key, long above, EntryCollector collector)
    {
        // One read that is nearly always enough, another for the rest of a long entry.
        var have = Math.Min(256, tableAt - offset);
        if (have < RowView.EntryPrefixBytes) throw new CorruptDataException($"{_database.Path}: a row's table points to byte {offset} of {tableAt}.");
        Read(offset, _entry.AsSpan(0, have));
        var length = BinaryPrimitives.ReadUInt32LittleEndian(_entry.AsSpan(RowView.EntryLengthAt));
        if (length < RowView.EntryPrefixBytes || length > tableAt - offset) throw new CorruptDataException($"{_database.Path}: an entry announces {length} bytes at byte {offset} of {tableAt}.");
        if (_entry.Length < length) Array.Resize(ref _entry, (int)length);
        if (have < length) Read(offset + have, _entry.AsSpan(have, (int)length - have));
        collector.Offer(_entry.AsSpan(0, (int)length), key, above);
    }
}
