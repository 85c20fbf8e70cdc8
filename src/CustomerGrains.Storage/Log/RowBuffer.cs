using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Storage.Log;

/// <summary>One partition's entries of one group while they come in, laid out as the payload of the row they become
/// (<see cref="RowView"/>). Guarded by the partition's lock until the writer has taken it.</summary>
internal sealed class RowBuffer
{
    private readonly BufferPool _pool;
    private ulong[] _slots = new ulong[256];

    public RowBuffer(BufferPool pool)
    {
        _pool = pool;
        Data = pool.Rent();
    }

    /// <summary>The group commit that will hold it.</summary>
    public long Group { get; private set; }

    /// <summary>Pinned; the payload stands at its beginning.</summary>
    public byte[] Data { get; private set; }

    /// <summary>Bytes of the format version and the entries.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes of the whole payload once it is packed.</summary>
    public int PayloadLength { get; private set; }

    public int Count { get; private set; }

    /// <summary>Bytes of the entries alone.</summary>
    public int EntryBytes => Length - RowView.HeaderBytes;

    /// <summary>The largest business time in it, milliseconds since 1970-01-01 UTC.</summary>
    public long MaxNow { get; private set; }

    /// <summary>Offsets of the entries that carry effects.</summary>
    public List<int> Effects { get; } = [];

    /// <summary>(fingerprint, offset) of each entry, in the order in which they were appended.</summary>
    public ReadOnlySpan<ulong> Slots => _slots.AsSpan(0, Count);

    public void Begin(long group)
    {
        if (Data.Length == 0) Data = _pool.Rent();
        Group = group;
        Length = RowView.HeaderBytes;
        Count = 0;
        MaxNow = 0;
        Effects.Clear();
        Data[0] = RowView.FormatVersion;
    }

    /// <summary>Whether an entry of this length goes in; an empty buffer takes every length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Fits(int length) => (long)Length + length + ((Count + 1L) * RowView.SlotBytes) + RowView.FooterBytes <= Data.Length;

    /// <summary>Makes room for one entry larger than the buffers of the pool.</summary>
    public void GrowFor(int length)
    {
        var larger = _pool.Rent(checked(Length + length + ((Count + 1) * RowView.SlotBytes) + RowView.FooterBytes));
        Data.AsSpan(0, Length).CopyTo(larger);
        _pool.Return(Data);
        Data = larger;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(uint fingerprint, long now, ReadOnlySpan<byte> entry)
    {
        if (Count == _slots.Length) Array.Resize(ref _slots, Count * 2);
        _slots[Count++] = Fingerprint.Slot(fingerprint, (uint)Length);
        if ((entry[RowView.EntryFlagsAt] & EntryView.EffectsFlag) != 0) Effects.Add(Length);
        entry.CopyTo(Data.AsSpan(Length));
        Length += entry.Length;
        if (now > MaxNow) MaxNow = now;
    }

    /// <summary>Puts the sorted table behind the entries: the payload is finished. <see cref="Slots"/> stay as they are, since
    /// activations may look for pending entries meanwhile.</summary>
    public void Pack(SlotSorter sorter)
    {
        RowView.WriteSlots(sorter.Sort(Slots), Data.AsSpan(Length));
        var footerAt = Length + (Count * RowView.SlotBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(Data.AsSpan(footerAt), (uint)Count);
        PayloadLength = footerAt + RowView.FooterBytes;
    }

    /// <summary>Leaves the array to somebody else; the next <see cref="Begin"/> takes a fresh one.</summary>
    public void Detach() => Data = [];

    /// <summary>Drops the array when it is larger than usual, so that one huge entry does not keep its memory.</summary>
    public void Recycle()
    {
        if (Data.Length != BufferPool.BufferBytes) Data = [];
    }

    /// <summary>Takes out the entries for which <paramref name="isVoid"/> holds, before it is packed. Returns how many.</summary>
    public int RemoveWhere(Func<EntryView, bool> isVoid)
    {
        var removed = 0;
        foreach (var slot in Slots)
        {
            if (isVoid(EntryView.Read(Data.AsSpan((int)(uint)slot, Length - (int)(uint)slot)))) removed++;
        }
        if (removed == 0) return 0;

        var (data, slots) = (Data, Slots.ToArray());
        var end = Length;
        Data = _pool.Rent(data.Length);
        Begin(Group);
        foreach (var slot in slots)
        {
            var entry = EntryView.Read(data.AsSpan((int)(uint)slot, end - (int)(uint)slot));
            if (!isVoid(entry)) Add((uint)(slot >> 32), entry.Now, entry.Bytes);
        }
        _pool.Return(data);
        return removed;
    }
}
