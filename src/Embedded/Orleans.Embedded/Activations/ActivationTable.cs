namespace Orleans.Embedded;

/// <summary>
/// The activations of one grain class by key: a hash table whose entries are the activations themselves. Looking up takes no lock:
/// entries are linked before they are published, and one that is unlinked keeps its link, so that a reader standing on it goes on.
/// While a shard grows, a reader may be led astray and miss an entry; it never finds a wrong one, and whoever misses asks again
/// under the lock.
/// </summary>
internal sealed class ActivationTable
{
    private const int ShardBits = 6;
    private const int FirstSize = 16;

    private readonly Shard[] _shards = new Shard[1 << ShardBits];

    public ActivationTable()
    {
        for (var i = 0; i < _shards.Length; i++)
            _shards[i] = new Shard();
    }

    public int Count
    {
        get
        {
            var count = 0;
            foreach (var shard in _shards)
                count += Volatile.Read(ref shard.Count);
            return count;
        }
    }

    public static int HashOf(string key) => key.GetHashCode(StringComparison.Ordinal);

    public Activation? Find(string key, int hash) => Find(ShardOf(hash).Buckets, key, hash);

    /// <summary>The activation with this key, made if there is none.</summary>
    public Activation GetOrAdd(GrainClass grainClass, string key, int hash)
    {
        var shard = ShardOf(hash);
        if (Find(shard.Buckets, key, hash) is { } found)
            return found;
        lock (shard)
        {
            if (Find(shard.Buckets, key, hash) is { } raced)
                return raced;
            var added = new Activation(grainClass, key, hash);
            shard.Add(added);
            return added;
        }
    }

    /// <summary>Takes it out; false when it was not in.</summary>
    public bool Remove(Activation activation)
    {
        var shard = ShardOf(activation.Hash);
        lock (shard)
            return shard.Remove(activation);
    }

    /// <summary>All activations, some perhaps just gone; one that is added meanwhile may be missing.</summary>
    public IEnumerable<Activation> All()
    {
        foreach (var shard in _shards)
        {
            Activation[] copy;
            lock (shard)
                copy = shard.ToArray();
            foreach (var activation in copy)
                yield return activation;
        }
    }

    private static Activation? Find(Activation?[] buckets, string key, int hash)
    {
        for (var at = Volatile.Read(ref buckets[hash & (buckets.Length - 1)]); at is not null; at = at.NextInBucket)
        {
            if (at.Hash == hash && (ReferenceEquals(at.Key, key) || string.Equals(at.Key, key, StringComparison.Ordinal)))
                return at;
        }

        return null;
    }

    private Shard ShardOf(int hash) => _shards[(uint)hash >> (32 - ShardBits)];

    private sealed class Shard
    {
        public int Count;
        private Activation?[] _buckets = new Activation?[FirstSize];

        public Activation?[] Buckets => Volatile.Read(ref _buckets);

        public void Add(Activation activation)
        {
            // Half full: most chains have one entry, and each further one would be a cache miss.
            if (Count * 2 >= _buckets.Length)
                Grow();
            ref var bucket = ref _buckets[activation.Hash & (_buckets.Length - 1)];
            activation.NextInBucket = bucket;
            Volatile.Write(ref bucket, activation);
            Count++;
        }

        public bool Remove(Activation activation)
        {
            ref var bucket = ref _buckets[activation.Hash & (_buckets.Length - 1)];
            Activation? previous = null;
            for (var at = bucket; at is not null; previous = at, at = at.NextInBucket)
            {
                if (at != activation)
                    continue;
                if (previous is null)
                    Volatile.Write(ref bucket, at.NextInBucket);
                else
                    previous.NextInBucket = at.NextInBucket;
                Count--;
                return true;
            }

            return false;
        }

        public Activation[] ToArray()
        {
            var all = new Activation[Count];
            var i = 0;
            foreach (var bucket in _buckets)
            {
                for (var at = bucket; at is not null; at = at.NextInBucket)
                    all[i++] = at;
            }

            return all;
        }

        private void Grow()
        {
            var grown = new Activation?[_buckets.Length * 2];
            foreach (var bucket in _buckets)
            {
                for (var at = bucket; at is not null;)
                {
                    var next = at.NextInBucket;
                    ref var target = ref grown[at.Hash & (grown.Length - 1)];
                    at.NextInBucket = target;
                    target = at;
                    at = next;
                }
            }

            Volatile.Write(ref _buckets, grown);
        }
    }
}
