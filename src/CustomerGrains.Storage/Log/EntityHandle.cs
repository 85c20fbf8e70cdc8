namespace CustomerGrains.Storage.Log;

/// <summary>What a process knows of one entity's end of the log while the entity is active or has entries under way. One per
/// entity and process, shared by all its activations; its fields belong to the log and are guarded by the partition's lock.</summary>
public sealed class EntityHandle
{
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
    internal long LastVersion { get; set; }

    /// <summary>Raised when an entry was voided: activations of an earlier epoch are stale.</summary>
    internal int Epoch { get; set; }

    /// <summary>Entries appended and neither durable nor void.</summary>
    internal int Pending { get; set; }

    /// <summary>Activations that hold it.</summary>
    internal int Attached { get; set; }
}
