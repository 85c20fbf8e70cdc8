namespace CustomerGrains.Domain.Entities;

/// <summary>How entities are spread over the log's partitions. The count is stored with the store and never changes.</summary>
public static class Partitions
{
    public const int Count = 16;

    /// <summary>The partition, 0 … <see cref="Count"/> − 1, of the entity whose key hashes to <paramref name="keyHash"/>.</summary>
    public static int Of(ulong keyHash) => (int)(keyHash % Count);
}
