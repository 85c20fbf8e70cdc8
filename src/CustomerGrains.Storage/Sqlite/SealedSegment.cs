using System.Collections.Concurrent;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>A segment that never changes again; its file is opened when somebody first looks into it.</summary>
internal sealed class SealedSegment : LogSegment
{
    /// <summary>Fewer are simply read.</summary>
    private const int ManyRows = 32;

    [ThreadStatic]
    private static List<ulong>? _rows;

    private readonly string _path;
    private readonly ConcurrentStack<SegmentReader> _readers = new();
    private uint[][]? _chunkHeads;
    private volatile bool _trimmed;

    public SealedSegment(long number, string path) : base(number) => _path = path;

    public string FilePath => _path;

    /// <summary>From now on the file goes as soon as nobody reads it.</summary>
    public void Trim() => _trimmed = true;

    /// <summary>A connection of its own for the caller, given back with <see cref="Return"/>.</summary>
    public SegmentReader Rent() => _readers.TryPop(out var reader) ? reader : new SegmentReader(_path);

    public void Return(SegmentReader reader) => _readers.Push(reader);

    public override void Collect(int partition, uint fingerprint, ReadOnlySpan<byte> key, long above, EntryCollector collector, ref int at)
    {
        var reader = Rent();
        try
        {
            var heads = (_chunkHeads ??= reader.ReadChunkHeads(Partitions.Count))[partition];
            if (heads.Length > 0)
            {
                var rows = _rows ??= [];
                rows.Clear();
                for (var chunk = SegmentDirectory.FirstChunk(heads, fingerprint); chunk < heads.Length && heads[chunk] <= fingerprint; chunk++)
                {
                    if (!reader.FindRows(SegmentDirectory.ChunkId(partition, chunk), fingerprint, rows)) break;
                }
                if (at == 0) at = FirstOf(rows, reader, fingerprint, key, above);
                for (; at < rows.Count && !collector.IsFull; at++) reader.CollectRow((uint)rows[at], fingerprint, key, above, collector);
            }
        }
        catch
        {
            reader.Dispose();
            throw;
        }
        Return(reader);
    }

    // Of an entity that is in most rows, those before the version need not be read.
    private static int FirstOf(List<ulong> rows, SegmentReader reader, uint fingerprint, ReadOnlySpan<byte> key, long above)
    {
        if (above == 0 || rows.Count < ManyRows) return 0;
        var first = new EntryCollector();
        int low = 0, high = rows.Count;
        while (high - low > 1)
        {
            var middle = (low + high) >>> 1;
            first.Clear();
            reader.CollectRow((uint)rows[middle], fingerprint, key, 0, first);
            // Another entity's with the same fingerprint: it does not say where to go.
            if (first.Count == 0) return low;
            if (first.FirstVersion <= above + 1) low = middle;
            else high = middle;
        }
        return low;
    }

    protected override void OnUnreferenced()
    {
        while (_readers.TryPop(out var reader)) reader.Dispose();
        if (_trimmed) SegmentFile.Delete(_path);
    }
}
