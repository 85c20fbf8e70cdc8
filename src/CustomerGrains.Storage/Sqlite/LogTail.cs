using System.Globalization;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>The log as it is found when the store is opened: only segments that are not sealed are read.</summary>
internal sealed class LogTail
{
    private readonly string _directory;
    private readonly ulong _storeId;
    private readonly BufferPool _pool;
    private readonly List<LogSegment> _segments = [];
    private readonly List<SealJob> _unsealed = [];
    private readonly HashSet<byte[]> _withEffects = new(Utf8Comparer.Instance);
    private long[] _positions = new long[Partitions.Count];
    private long _now;
    private long _scanned;

    private LogTail(string directory, ulong storeId, BufferPool pool)
    {
        _directory = directory;
        _storeId = storeId;
        _pool = pool;
    }

    /// <summary>The one that is appended to.</summary>
    public MemorySegment Segment { get; private set; } = null!;

    public SegmentFile File { get; private set; } = null!;

    /// <summary>Where each partition goes on.</summary>
    public long[] Positions => _positions;

    /// <summary>The largest business time of any entry ever written.</summary>
    public long Now => _now;

    /// <summary>All segments, <see cref="Segment"/> the last of them.</summary>
    public IReadOnlyList<LogSegment> Segments => _segments;

    /// <summary>Segments that have ended and are not sealed.</summary>
    public IReadOnlyList<SealJob> Unsealed => _unsealed;

    /// <summary>Entities with entries in the log that carry effects.</summary>
    public IReadOnlyCollection<byte[]> WithEffects => _withEffects;

    /// <summary>Bytes of rows that had to be read.</summary>
    public long ScannedBytes => _scanned;

    public static string DirectoryOf(string storeDirectory) => Path.Combine(storeDirectory, "log");

    /// <param name="trimmedThrough">Segments up to this one are in snapshots and history; what is left of them is removed.</param>
    public static LogTail Open(string storeDirectory, ulong storeId, long trimmedThrough, BufferPool pool)
    {
        var tail = new LogTail(DirectoryOf(storeDirectory), storeId, pool);
        try
        {
            tail.Open(trimmedThrough);
            return tail;
        }
        catch
        {
            tail.Close();
            throw;
        }
    }

    /// <summary>Closes the files; for an open that failed.</summary>
    public void Close()
    {
        foreach (var job in _unsealed) job.File.Dispose();
        File?.Dispose();
    }

    private void Open(long trimmedThrough)
    {
        Directory.CreateDirectory(_directory);
        var numbers = Numbers(trimmedThrough);
        for (var i = 0; i < numbers.Count; i++)
        {
            if (numbers[i] != numbers[0] + i) throw new StoreException($"Segment {numbers[0] + i} of the log is missing in {_directory}, segment {numbers[i]} is there. Restore the folder as a whole.");
            OpenSegment(numbers[i], i == numbers.Count - 1);
        }
        // The newest segment is never cut: it says where the positions go on.
        if (numbers.Count > 0 ? numbers[0] != trimmedThrough + 1 : trimmedThrough > 0) throw new StoreException($"Segment {trimmedThrough + 1} of the log is missing in {_directory}. Restore the folder as a whole.");

        // The last one goes on if it is not sealed.
        if (_unsealed.Count > 0 && _unsealed[^1].Segment.Number == numbers[^1])
        {
            Segment = _unsealed[^1].Segment;
            File = _unsealed[^1].File;
            _unsealed.RemoveAt(_unsealed.Count - 1);
            return;
        }
        var number = _segments.Count > 0 ? _segments[^1].Number + 1 : trimmedThrough + 1;
        Segment = new MemorySegment(number, Partitions.Count, _pool);
        File = SegmentFile.Create(SegmentFile.PathOf(_directory, number), _storeId, number, _positions, _now);
        _segments.Add(Segment);
    }

    private List<long> Numbers(long trimmedThrough)
    {
        var numbers = new List<long>();
        foreach (var path in Directory.EnumerateFiles(_directory, "*.db"))
        {
            if (!long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) continue;
            if (number <= trimmedThrough) SegmentFile.Delete(path);
            else numbers.Add(number);
        }
        numbers.Sort();
        return numbers;
    }

    private void OpenSegment(long number, bool last)
    {
        var path = SegmentFile.PathOf(_directory, number);
        if (!System.IO.File.Exists(path + "-journal") && ReadSealedHeader(path) is { } sealedHeader)
        {
            AddSealed(sealedHeader, number, path);
            return;
        }

        // Not sealed, or cut while it was: this connection rolls back what was not committed.
        var file = SegmentFile.Reopen(path);
        if (file is null)
        {
            // It is made anew.
            if (!last) throw new StoreException($"{path} is not a segment of the log. Restore the folder as a whole.");
            SegmentFile.Delete(path);
            return;
        }
        try
        {
            var header = file.Header;
            if (header.Sealed)
            {
                file.CloseSealed();
                AddSealed(header, number, path);
                return;
            }
            Check(header, number, path);
            Scan(file, header);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void AddSealed(SegmentHeader header, long number, string path)
    {
        Check(header, number, path);
        using var reader = new SegmentReader(path);
        reader.ReadEffects(key => _withEffects.Add(key));
        _positions = header.Positions;
        _now = header.Now;
        _segments.Add(new SealedSegment(number, path));
    }

    private static SegmentHeader? ReadSealedHeader(string path)
    {
        using var database = Database.OpenImmutable(path);
        return SegmentHeader.Read(database) is { Sealed: true } header ? header : null;
    }

    private void Scan(SegmentFile file, SegmentHeader header)
    {
        var segment = new MemorySegment(header.Number, Partitions.Count, _pool);
        var positions = header.Positions;
        var largest = header.Now;
        file.ReadRows((id, partition, position, now, payload) =>
        {
            if (id != segment.Rows + 1 || partition is < 0 or >= Partitions.Count || position != positions[partition]) throw new StoreException($"{file.Path}: row {id} (partition {partition}, position {position}) is out of order.");
            positions[partition]++;
            largest = Math.Max(largest, now);
            var row = segment.Keep(id, payload);
            segment.Publish(partition, row);
            _scanned += row.Length;
            var view = RowView.Read(row.Payload);
            for (var i = 0; i < view.Count; i++)
            {
                var entry = view.Entry(view.Slot(i));
                if ((entry[RowView.EntryFlagsAt] & EntryView.EffectsFlag) != 0) segment.WithEffects.Add(EntryView.Read(entry).Key.ToArray());
            }
        });
        _withEffects.UnionWith(segment.WithEffects);
        _positions = [.. positions];
        _now = largest;
        _segments.Add(segment);
        _unsealed.Add(new SealJob(segment, file, positions, largest));
    }

    private void Check(SegmentHeader header, long number, string path)
    {
        if (header.StoreId != _storeId || header.Number != number) throw new StoreException($"{path} is segment {header.Number} of store {header.StoreId:x16}, not segment {number} of store {_storeId:x16}. Restore the folder as a whole.");
    }
}
