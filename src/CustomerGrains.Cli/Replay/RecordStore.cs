using System.Runtime.InteropServices;
using CustomerGrains.Client;

namespace CustomerGrains.Cli.Replay;

/// <summary>Encoded records in memory, in large blocks, with an index of 24 bytes each to sort them by.</summary>
internal sealed class RecordStore(long mostBytes)
{
    private const int BlockSize = 1 << 20;

    private readonly List<byte[]> _blocks = [];
    private readonly List<Entry> _entries = [];
    private int _used = BlockSize;
    private bool _sorted = true;

    /// <summary>Records.</summary>
    public int Count => _entries.Count;

    /// <summary>Adds a record behind the others.</summary>
    /// <returns>False when there is no more room.</returns>
    public bool TryAdd(in UsageRecordFields record, int line)
    {
        var room = UsageRecordEncoder.MaxSize(record);
        if (_used + room > BlockSize)
        {
            var size = Math.Max(BlockSize, room);
            if (((_blocks.Count + 1L) * BlockSize) + (_entries.Count * (long)Marshal.SizeOf<Entry>()) > mostBytes) return false;
            _blocks.Add(GC.AllocateUninitializedArray<byte>(size));
            _used = 0;
        }

        var length = UsageRecordEncoder.Write(_blocks[^1].AsSpan(_used), record);
        var time = record.StartTime!.Value;
        _sorted &= _entries.Count == 0 || _entries[^1].Time <= time;
        _entries.Add(new Entry(time, line, _blocks.Count - 1, _used, length));
        _used += length;
        return true;
    }

    /// <summary>Puts the records in the order of their start times; equal ones stay as they came.</summary>
    public void SortByTime()
    {
        // Lines rise with every record, so they stand for the order in the file.
        if (!_sorted) CollectionsMarshal.AsSpan(_entries).Sort(static (a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : a.Line.CompareTo(b.Line));
        _sorted = true;
    }

    /// <summary>The encoded record at a place.</summary>
    public ReadOnlySpan<byte> Encoded(int index)
    {
        ref readonly var entry = ref CollectionsMarshal.AsSpan(_entries)[index];
        return _blocks[entry.Block].AsSpan(entry.Offset, entry.Length);
    }

    /// <summary>The start time at a place.</summary>
    public long TimeOf(int index) => _entries[index].Time;

    /// <summary>The line in the file at a place.</summary>
    public int LineOf(int index) => _entries[index].Line;

    private readonly record struct Entry(long Time, int Line, int Block, int Offset, int Length);
}
