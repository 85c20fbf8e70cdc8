using System.Collections.Concurrent;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>A segment that never changes again; its file is opened when somebody first looks into it.</summary>
internal sealed class SealedSegment : LogSegment
{
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

    public override void Collect(int partition, uint fingerprint, ReadOnlySpan<byte> key, long above, EntryCollector collector)
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
                foreach (var row in rows) reader.CollectRow((uint)row, fingerprint, key, above, collector);
            }
        }
        catch
        {
            reader.Dispose();
            throw;
        }
        Return(reader);
    }

    protected override void OnUnreferenced()
    {
        while (_readers.TryPop(out var reader)) reader.Dispose();
        if (_trimmed) SegmentFile.Delete(_path);
    }
}
