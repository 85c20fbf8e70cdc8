namespace CustomerGrains.Storage.Log;

/// <summary>What a process knows of one entity's end of the log while the entity is active or has entries under way. One per
/// entity and process, shared by all its activations; its fields belong to the log and are guarded by the partition's lock.</summary>
public sealed class EntityHandle
{
    /// <summary><see cref="LastVersion"/> before the first activation has read the entity.</summary>
    internal const long UnknownVersion = -1;

    /// <summary><see cref="Epoch"/> of a handle that is no longer registered: nobody may append with it.</summary>
    internal const int RemovedEpoch = -1;

    private int _epoch;

    internal EntityHandle(byte[] key, ulong keyHash, int partition)
    {
        Key = key;
        KeyHash = keyHash;
        Partition = partition;
    }

    /// <summary>The entity's key, UTF-8.</summary>
    public byte[] Key { get; }

    public ulong KeyHash { get; }

    public int Partition { get; }

    /// <summary>Version of the last entry, pending ones included.</summary>
    internal long LastVersion { get; set; } = UnknownVersion;

    /// <summary>Raised when an entry was voided: activations of an earlier epoch are stale.</summary>
    internal int Epoch
    {
        get => Volatile.Read(ref _epoch);
        set => Volatile.Write(ref _epoch, value);
    }

    /// <summary>The group of the last entry that is not void; pending while that group is not done. Kept instead of a count so that
    /// a commit need not visit the handle of each of its entries.</summary>
    internal long LastGroup { get; set; }

    /// <summary>Reads what an append will read, so that it is in the processor's cache by then. From any thread; the result means nothing.</summary>
    public int Touch() => (int)LastVersion + Key[^1];

    /// <summary>Activations that hold it.</summary>
    internal int Attached { get; set; }
}
