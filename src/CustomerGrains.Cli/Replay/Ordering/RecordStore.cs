using System.Runtime.InteropServices;
using CustomerGrains.Cli.Replay.Files;

namespace CustomerGrains.Cli.Replay.Ordering;

/// <summary>Encoded records in memory, in large blocks, with an index of 32 bytes each to sort them by.</summary>
/// <param name="mostBytes">Records and index together; the last block may have up to a megabyte of room left.</param>
internal sealed class RecordStore(long mostBytes)
{
    private const int BlockSize = 1 << 20;

    private readonly List<byte[]> _blocks = [];
    private readonly List<Entry> _entries = [];
    private int _block = -1;
    private int _used;
    private long _bytes;
    private bool _sorted = true;

    /// <summary>Records.</summary>
    public int Count => _entries.Count;

    /// <summary>Adds a record behind the others; the first always finds room.</summary>
    /// <returns>False when there is no more room.</returns>
    public bool TryAdd(in EncodedRecord record)
    {
        if (_entries.Count > 0 && _bytes + record.Bytes.Length + ((_entries.Count + 1L) * Marshal.SizeOf<Entry>()) > mostBytes) return false;
        if (_block < 0 || _used + record.Bytes.Length > _blocks[_block].Length) NextBlock(record.Bytes.Length);
        record.Bytes.CopyTo(_blocks[_block].AsSpan(_used));
        _sorted &= _entries.Count == 0 || _entries[^1].Time <= record.Time;
        _entries.Add(new Entry(record.Time, record.Line, _block, _used, record.Bytes.Length, record.Part));
        _used += record.Bytes.Length;
        _bytes += record.Bytes.Length;
        return true;
    }

    /// <summary>Puts the records in the order of their start times; equal ones stay as they came.</summary>
    public void SortByTime()
    {
        // Lines rise with every record, so they stand for the order in the file.
        if (!_sorted) CollectionsMarshal.AsSpan(_entries).Sort(static (a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : a.Line.CompareTo(b.Line));
        _sorted = true;
    }

    /// <summary>The record at a place, from 0.</summary>
    public EncodedRecord this[int index]
    {
        get
        {
            ref readonly var entry = ref CollectionsMarshal.AsSpan(_entries)[index];
            return new EncodedRecord(_blocks[entry.Block].AsSpan(entry.Offset, entry.Length), entry.Time, entry.Line, entry.Part);
        }
    }

    /// <summary>Forgets the records; the memory is used again.</summary>
    public void Clear()
    {
        _entries.Clear();
        _block = -1;
        _bytes = 0;
        _sorted = true;
    }

    private void NextBlock(int length)
    {
        _block++;
        _used = 0;
        if (_block == _blocks.Count) _blocks.Add(GC.AllocateUninitializedArray<byte>(Math.Max(BlockSize, length)));
        else if (_blocks[_block].Length < length) _blocks[_block] = GC.AllocateUninitializedArray<byte>(length);
    }

    private readonly record struct Entry(long Time, long Line, int Block, int Offset, int Length, int Part);
}
