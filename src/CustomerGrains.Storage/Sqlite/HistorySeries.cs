using System.Text;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>The history files of one kind of entity, oldest first, as passes see them; theirs alone, but for <see cref="Files"/>.</summary>
internal sealed class HistorySeries : IDisposable
{
    private readonly string _directory;
    private readonly ulong _storeId;
    private readonly StoreOptions _options;
    private readonly long _fileBytes;
    private HistoryWriter? _writer;
    private bool _isOpen;
    private long _begunNow;
    private long _lastNow;

    /// <param name="files">Those there are; the last one is gone on in.</param>
    public HistorySeries(string kind, IReadOnlyList<HistoryFile> files, string directory, ulong storeId, StoreOptions options)
    {
        Kind = kind;
        Key = Encoding.UTF8.GetBytes(kind);
        Files = files;
        _directory = directory;
        _storeId = storeId;
        _options = options;
        var limit = (options.HistoryByKind.GetValueOrDefault(kind) ?? options.History).Bytes;
        _fileBytes = Math.Min(options.HistoryFileBytes, Math.Max(1, (limit ?? long.MaxValue) / 8));
        for (var i = 0; i < files.Count - 1; i++) files[i].Close();
        if (files.Count > 0) _writer = HistoryWriter.Open(files[^1], storeId, options.HistoryDirectRows);
    }

    public string Kind { get; }

    /// <summary>The kind, UTF-8.</summary>
    public byte[] Key { get; }

    /// <summary>Oldest first; never changed, replaced as a whole.</summary>
    public IReadOnlyList<HistoryFile> Files { get; set; }

    /// <summary>Whether something was inserted that <see cref="Record"/> has not said yet.</summary>
    public bool HasUncommitted => _isOpen && _writer!.HasUncommitted;

    public bool IsChanged { get; private set; }

    /// <param name="change">Replaces the list of files.</param>
    public void Insert(long place, in HistoryRange range, ReadOnlySpan<byte> payload, Action<HistorySeries, IReadOnlyList<HistoryFile>> change)
    {
        if (!_isOpen) Begin(change);
        _writer!.Insert(place, range, payload);
        _lastNow = Math.Max(_lastNow, range.MaxNow);
    }

    /// <summary>On return what was inserted is on disk; it does not count yet.</summary>
    public void Commit()
    {
        _writer!.Commit();
        IsChanged = true;
    }

    /// <summary>Says in the store's transaction what counts now.</summary>
    public void Record(HistoryTable table)
    {
        if (_begunNow == 0) _begunNow = _lastNow;
        table.Put(Files[^1], _writer!.Rows, _begunNow, _lastNow);
    }

    /// <summary>That transaction is on disk. A file that is full now is followed by the next.</summary>
    public void Recorded(Action<HistorySeries, IReadOnlyList<HistoryFile>> change)
    {
        IsChanged = false;
        var file = Files[^1];
        (file.Rows, file.BegunNow, file.LastNow) = (_writer!.Rows, _begunNow, _lastNow);
        file.Measure();
        if (IsFull(file)) Roll(change);
    }

    /// <summary>The pass is over, or was cut: what was not recorded does not count.</summary>
    public void End()
    {
        _isOpen = IsChanged = false;
        _writer?.End();
    }

    public void Dispose() => _writer?.Dispose();

    private void Begin(Action<HistorySeries, IReadOnlyList<HistoryFile>> change)
    {
        if (Files.Count == 0) Follow(1, change);
        BeginFile();
        // A process that died may have left a file full.
        if (IsFull(Files[^1])) Roll(change);
    }

    private void BeginFile()
    {
        var file = Files[^1];
        _writer!.Begin(file.Rows);
        (_begunNow, _lastNow) = (file.BegunNow, file.LastNow);
        _isOpen = true;
    }

    private bool IsFull(HistoryFile file) =>
        file.Rows > 0 && (file.Bytes >= _fileBytes || file.LastNow - file.BegunNow >= (long)_options.HistoryFilePeriod.TotalMilliseconds);

    private void Roll(Action<HistorySeries, IReadOnlyList<HistoryFile>> change)
    {
        var full = Files[^1];
        _writer!.Finish();
        _isOpen = false;
        _options.Fault?.Invoke(FaultPoint.BeforeHistoryRoll);
        Follow(full.Number + 1, change);
        _options.Fault?.Invoke(FaultPoint.AfterHistoryRoll);
        BeginFile();
    }

    private void Follow(long number, Action<HistorySeries, IReadOnlyList<HistoryFile>> change)
    {
        var file = new HistoryFile(_directory, Kind, number);
        var writer = HistoryWriter.Create(file, _storeId, _options.HistoryDirectRows);
        file.Measure();
        var (full, fullWriter) = (Files.Count > 0 ? Files[^1] : null, _writer);
        _writer = writer;
        change(this, [.. Files, file]);
        if (full is null) return;
        fullWriter!.Dispose();
        full.Measure();
        full.Close();
        // Nothing is in it that could be rolled back: the last commit was done.
        File.Delete(full.Path + "-journal");
    }
}
