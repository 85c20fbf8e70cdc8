using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>A sealed segment's directory: for each partition the sorted pairs (fingerprint × 2^32 + row id) of the entities and the
/// rows that hold entries of them, in chunks of <see cref="ChunkSlots"/> pairs, so that a lookup reads one, and it lies within
/// one page. Chunk n of
/// partition p has the id p × 2^32 + n. Where in the row the entry stands says the row's own table. Format pinned by tests.</summary>
internal static class SegmentDirectory
{
    public const int ChunkSlots = 4000;

    public static long ChunkId(int partition, int chunk) => ((long)partition << 32) | (uint)chunk;

    /// <summary>Inserts directory and row lists of all partitions into the open transaction.</summary>
    public static void Write(Database database, MemorySegment segment)
    {
        using var insertPartition = database.PrepareOnce("INSERT INTO partitions (partition, bytes, row_ids) VALUES (?1, ?2, ?3)");
        using var insertChunk = database.PrepareOnce("INSERT INTO directory (id, first, payload) VALUES (?1, ?2, ?3)");
        ulong[] slots = [];
        var sorter = new SlotSorter();
        var bytes = new byte[ChunkSlots * sizeof(ulong)];
        for (var partition = 0; partition < Partitions.Count; partition++)
        {
            var rows = segment.RowsOf(partition);
            if (rows.IsEmpty) continue;
            var count = Slots(rows, ref slots);
            var sorted = sorter.Sort(slots.AsSpan(0, count));

            var ids = new byte[rows.Length * sizeof(uint)];
            long rowBytes = 0;
            for (var i = 0; i < rows.Length; i++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(ids.AsSpan(i * sizeof(uint)), rows[i].Id);
                rowBytes += rows[i].Length;
            }
            insertPartition.Bind(1, partition).Bind(2, rowBytes).Bind(3, ids).Run();
            for (int start = 0, chunk = 0; start < sorted.Length; start += ChunkSlots, chunk++)
            {
                var length = Math.Min(ChunkSlots, sorted.Length - start);
                RowView.WriteSlots(sorted.Slice(start, length), bytes);
                insertChunk.Bind(1, ChunkId(partition, chunk)).Bind(2, (long)(sorted[start] >> 32)).Bind(3, bytes.AsSpan(0, length * sizeof(ulong))).Run();
            }
        }
    }

    /// <summary>One pair for each entity (fingerprint) and row, in the order of the rows.</summary>
    private static int Slots(ReadOnlySpan<MemoryRow> rows, ref ulong[] slots)
    {
        var count = 0;
        foreach (var row in rows)
        {
            var view = RowView.Read(row.Payload);
            if (slots.Length - count < view.Count) Array.Resize(ref slots, Math.Max(count + view.Count, slots.Length * 2));
            for (var i = 0; i < view.Count; i++)
            {
                var slot = Fingerprint.Slot((uint)(view.Slot(i) >> 32), row.Id);
                if (count == 0 || slots[count - 1] != slot) slots[count++] = slot;
            }
        }
        return count;
    }

    /// <summary>Reads a chunk in place where the machine is little-endian.</summary>
    public static ReadOnlySpan<ulong> Read(ReadOnlySpan<byte> chunk)
    {
        if (BitConverter.IsLittleEndian) return MemoryMarshal.Cast<byte, ulong>(chunk);
        var slots = new ulong[chunk.Length / sizeof(ulong)];
        for (var i = 0; i < slots.Length; i++) slots[i] = BinaryPrimitives.ReadUInt64LittleEndian(chunk[(i * sizeof(ulong))..]);
        return slots;
    }

    /// <summary>First index whose fingerprint is at least this.</summary>
    public static int LowerBound(ReadOnlySpan<ulong> slots, uint fingerprint)
    {
        int low = 0, high = slots.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if ((uint)(slots[middle] >> 32) < fingerprint) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>The chunk in which the first pair of a fingerprint stands, if there is one.</summary>
    /// <param name="heads">First fingerprint of each chunk.</param>
    public static int FirstChunk(ReadOnlySpan<uint> heads, uint fingerprint)
    {
        int low = 0, high = heads.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (heads[middle] < fingerprint) low = middle + 1;
            else high = middle;
        }
        // Behind the last one that begins below the fingerprint: its end may hold it too.
        return Math.Max(0, low - 1);
    }
}
