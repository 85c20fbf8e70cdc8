namespace CustomerGrains.Storage.Log;

/// <summary>Where each entity's entries are in the rows of one partition and one segment. Filled only when somebody looks
/// something up: as long as every entity that changes is active, nobody does, and commits cost nothing here. Arrays of numbers
/// only: 12 bytes an entry and 16 an entity, besides the hash table's buckets. Not thread-safe.</summary>
internal sealed class MemoryIndex
{
    private const int None = -1;

    private int[] _buckets = [];
    private Node[] _nodes = [];
    private Link[] _links = [];
    private int _nodeCount;
    private int _linkCount;

    /// <summary>Rows that are in it: the first so many.</summary>
    public int Rows { get; private set; }

    /// <summary>Adds the row behind those that are in it.</summary>
    public void Add(in RowView row)
    {
        if (_links.Length - _linkCount < row.Count) Array.Resize(ref _links, Math.Max(_linkCount + row.Count, _links.Length * 2));
        for (var i = 0; i < row.Count; i++)
        {
            var slot = row.Slot(i);
            var node = NodeOf((uint)(slot >> 32));
            _links[_linkCount] = new Link(Rows, (uint)slot, _nodes[node].LastLink);
            _nodes[node].LastLink = _linkCount++;
        }
        Rows++;
    }

    /// <summary>Adds the places (row × 2^32 + offset) of the entries with the fingerprint to <paramref name="places"/>, oldest first.</summary>
    public void Find(uint fingerprint, List<ulong> places)
    {
        if (_buckets.Length == 0) return;
        var node = _buckets[Bucket(fingerprint)];
        while (node != None && _nodes[node].Fingerprint != fingerprint) node = _nodes[node].Next;
        if (node == None) return;
        var start = places.Count;
        for (var link = _nodes[node].LastLink; link != None; link = _links[link].Previous) places.Add(((ulong)_links[link].Row << 32) | _links[link].Offset);
        places.Reverse(start, places.Count - start);
    }

    private int NodeOf(uint fingerprint)
    {
        if (_nodeCount == _buckets.Length) Grow();
        ref var head = ref _buckets[Bucket(fingerprint)];
        for (var node = head; node != None; node = _nodes[node].Next)
        {
            if (_nodes[node].Fingerprint == fingerprint) return node;
        }
        _nodes[_nodeCount] = new Node { Fingerprint = fingerprint, LastLink = None, Next = head };
        return head = _nodeCount++;
    }

    private void Grow()
    {
        var size = Math.Max(256, _buckets.Length * 2);
        Array.Resize(ref _nodes, size);
        _buckets = new int[size];
        Array.Fill(_buckets, None);
        for (var node = 0; node < _nodeCount; node++)
        {
            ref var head = ref _buckets[Bucket(_nodes[node].Fingerprint)];
            _nodes[node].Next = head;
            head = node;
        }
    }

    // The size is a power of two, and fingerprints are uniform.
    private int Bucket(uint fingerprint) => (int)(fingerprint & (uint)(_buckets.Length - 1));

    private struct Node
    {
        public uint Fingerprint;
        public int LastLink;
        public int Next;
    }

    private readonly record struct Link(int Row, uint Offset, int Previous);
}
