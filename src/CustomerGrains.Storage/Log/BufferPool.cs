using System.Collections.Concurrent;

namespace CustomerGrains.Storage.Log;

/// <summary>Pinned arrays of one size that rows are built in and, until their segment is sealed, read from. They go round between
/// the groups and the segments in memory, so that the log's hot path allocates nothing.</summary>
internal sealed class BufferPool
{
    /// <summary>Bytes of one array: the largest row but for one with a single larger entry. Sixteen of them bound a group to 8 MB,
    /// about 10 ms on a common disk.</summary>
    public const int BufferBytes = 512 * 1024;

    private readonly ConcurrentStack<byte[]> _free = new();

    public byte[] Rent() => _free.TryPop(out var buffer) ? buffer : GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);

    /// <summary>An array of at least this size, pooled when it is the common one.</summary>
    public byte[] Rent(int bytes) => bytes <= BufferBytes ? Rent() : GC.AllocateUninitializedArray<byte>(bytes, pinned: true);

    public void Return(byte[] buffer)
    {
        if (buffer.Length == BufferBytes) _free.Push(buffer);
    }
}
