using System.Collections.Concurrent;

namespace CustomerGrains.Server.Feed;

/// <summary>Batches between uses. A batch whose slices may still be read by a call under way is not given back.</summary>
public static class ParsedBatchPool
{
    private const int Capacity = 256;

    /// <summary>A batch that has grown beyond this is not kept.</summary>
    private const int MaxBytes = 4 << 20;

    private static readonly ConcurrentQueue<ParsedBatch> Free = new();

    public static ParsedBatch Rent() => Free.TryDequeue(out var batch) ? batch : new ParsedBatch();

    public static void Return(ParsedBatch batch)
    {
        if (batch.Bytes.Length > MaxBytes || Free.Count >= Capacity) return;
        batch.Clear();
        Free.Enqueue(batch);
    }
}
