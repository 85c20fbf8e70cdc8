using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Storage.Log;

/// <summary>The payload of a row, read in place. Format v1, pinned by tests:
/// <code>
/// byte    format version (1)
/// …       the entries, in the order in which they were appended
/// uint64  for each entry: fingerprint (upper 32 bits of the key hash) × 2^32 + offset in the payload, sorted
/// uint32  number of entries
/// </code>
/// (Little-endian. The table stands behind the entries because these are copied to their place when they are appended, before
/// anybody knows how many there will be. Sorted as numbers, the entries of one entity stand together and in order.)</summary>
internal readonly ref struct RowView
{
    public const byte FormatVersion = 1;
    public const int HeaderBytes = 1;
    public const int SlotBytes = 8;
    public const int FooterBytes = 4;

    /// <summary>Where an entry has its length and its flags (<see cref="Domain.Facts.EntryView"/>).</summary>
    public const int EntryLengthAt = 1;
    public const int EntryFlagsAt = 5;
    public const int EntryPrefixBytes = 6;

    private readonly ReadOnlySpan<byte> _payload;
    private readonly int _tableAt;

    private RowView(ReadOnlySpan<byte> payload, int count, int tableAt)
    {
        _payload = payload;
        Count = count;
        _tableAt = tableAt;
    }

    public int Count { get; }

    /// <exception cref="CorruptDataException">Damaged, or of a newer format.</exception>
    public static RowView Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < HeaderBytes + FooterBytes) throw new CorruptDataException($"A row of {payload.Length} bytes is too short.");
        if (payload[0] != FormatVersion) throw new CorruptDataException($"A row has format {payload[0]}; this version reads {FormatVersion}.");
        var count = BinaryPrimitives.ReadUInt32LittleEndian(payload[^FooterBytes..]);
        var tableAt = payload.Length - FooterBytes - ((long)count * SlotBytes);
        if (tableAt < HeaderBytes) throw new CorruptDataException($"A row of {payload.Length} bytes announces {count} entries.");
        return new RowView(payload, (int)count, (int)tableAt);
    }

    /// <summary>The sorted table; the offset is the lower half of a slot.</summary>
    public ulong Slot(int index) => BinaryPrimitives.ReadUInt64LittleEndian(_payload.Slice(_tableAt + (index * SlotBytes), SlotBytes));

    public ReadOnlySpan<byte> Entry(ulong slot) => Entry(_payload[.._tableAt], (uint)slot);

    /// <summary>The bytes of the entry at an offset.</summary>
    /// <exception cref="CorruptDataException">No entry can stand there.</exception>
    public static ReadOnlySpan<byte> Entry(ReadOnlySpan<byte> entries, uint offset)
    {
        if (offset + (long)EntryPrefixBytes > entries.Length) throw new CorruptDataException($"A row's table points to byte {offset} of {entries.Length}.");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(entries[((int)offset + EntryLengthAt)..]);
        if (length < EntryPrefixBytes || offset + (long)length > entries.Length) throw new CorruptDataException($"An entry announces {length} bytes at byte {offset} of {entries.Length}.");
        return entries.Slice((int)offset, (int)length);
    }

    /// <summary>First index in the table whose fingerprint is at least this.</summary>
    public int LowerBound(uint fingerprint)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if ((uint)(Slot(middle) >> 32) < fingerprint) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    public static void WriteSlots(ReadOnlySpan<ulong> slots, Span<byte> to)
    {
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(slots).CopyTo(to);
            return;
        }
        for (var i = 0; i < slots.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(to[(i * SlotBytes)..], slots[i]);
    }
}
