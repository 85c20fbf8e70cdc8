using CustomerGrains.Server.Directory;

namespace CustomerGrains.Server.Feed;

/// <summary>The records of a batch by subscriber: chains in flat arrays, found through a small hash table. Pooled with the batch's
/// work, because it is a batch's largest scratch.</summary>
internal sealed class SliceGroups
{
    private int[] _table = [];
    private int[] _next = [];
    private Group[] _groups = new Group[1024];
    private int _mask;

    internal int Count { get; private set; }

    internal ReadOnlySpan<Group> All => _groups.AsSpan(0, Count);

    internal ref readonly Group this[int index] => ref _groups[index];

    internal void Reset(int records)
    {
        Count = 0;
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, records * 2));
        if (_table.Length < size) _table = new int[size];
        else Array.Clear(_table, 0, size);
        if (_next.Length < records) _next = new int[records];
        _mask = size - 1;
    }

    /// <summary>Adds the record with this place in the batch; places must be added in ascending order.</summary>
    internal void Add(SubscriberRoute route, int record)
    {
        var at = (int)((uint)route.Ordinal * 2_654_435_769u >> 7) & _mask;
        while (_table[at] != 0 && _groups[_table[at] - 1].Route != route) at = at + 1 & _mask;
        _next[record] = -1;
        if (_table[at] == 0)
        {
            if (Count == _groups.Length) Array.Resize(ref _groups, Count * 2);
            _groups[Count++] = new Group { Route = route, First = record, Last = record, Count = 1 };
            _table[at] = Count;
            return;
        }
        ref var group = ref _groups[_table[at] - 1];
        _next[group.Last] = record;
        group.Last = record;
        group.Count++;
    }

    /// <summary>The record behind this one in its group; −1 at the end.</summary>
    internal int Next(int record) => _next[record];

    internal struct Group
    {
        public SubscriberRoute Route;
        public int First;
        public int Last;
        public int Count;

        /// <summary>Where the slice stands in the work's buffer.</summary>
        public int Offset;
        public int Length;
    }

    internal void SetSlice(int group, int offset, int length) => (_groups[group].Offset, _groups[group].Length) = (offset, length);
}
