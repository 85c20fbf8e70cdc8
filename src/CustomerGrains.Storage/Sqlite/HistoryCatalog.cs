using System.Text;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>The folder <c>history</c>: every entry that has left the log and is not too old, in files by kind of entity and period.
/// One pass at a time writes; readers pin the files of a kind and can read them until they let go, whatever is dropped meanwhile.</summary>
internal sealed class HistoryCatalog : IDisposable
{
    private readonly string _directory;
    private readonly ulong _storeId;
    private readonly StoreOptions _options;
    private readonly HistoryTable _table;
    private readonly Lock _gate = new();
    private readonly Dictionary<byte[], HistorySeries> _series = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], HistorySeries>.AlternateLookup<ReadOnlySpan<byte>> _seriesBySpan;
    private long _dropped;

    private HistoryCatalog(string directory, ulong storeId, StoreOptions options, HistoryTable table)
    {
        _directory = directory;
        _storeId = storeId;
        _options = options;
        _table = table;
        _seriesBySpan = _series.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public HistoryTable Table => _table;

    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Opens the files that the store lists and removes what a process that died left beside them.</summary>
    /// <exception cref="StoreCorruptException">A file is missing.</exception>
    public static HistoryCatalog Open(StoreOptions options, StoreFile store)
    {
        var directory = Path.Combine(options.Directory, "history");
        Directory.CreateDirectory(directory);
        var catalog = new HistoryCatalog(directory, store.Id, options, store.HistoryTable);
        try
        {
            var files = store.HistoryTable.Read(directory);
            foreach (var file in files)
            {
                if (!File.Exists(file.Path)) throw new StoreCorruptException($"{file.Path} is missing, and the store lists it. Restore the whole folder of the store from one back-up.");
                file.Measure();
            }
            catalog.DeleteStrays(files);
            foreach (var kind in files.GroupBy(file => file.Kind)) catalog.Add(kind.Key, [.. kind]);
            return catalog;
        }
        catch
        {
            catalog.Dispose();
            throw;
        }
    }

    /// <summary>The kind's files, oldest first, to be given to <see cref="Unpin"/>.</summary>
    public IReadOnlyList<HistoryFile> Pin(ReadOnlySpan<byte> kind)
    {
        lock (_gate)
        {
            if (!_seriesBySpan.TryGetValue(kind, out var series)) return [];
            foreach (var file in series.Files) file.AddReference();
            return series.Files;
        }
    }

    public static void Unpin(IReadOnlyList<HistoryFile> files)
    {
        foreach (var file in files) file.RemoveReference();
    }

    /// <summary>All files by kind.</summary>
    public IReadOnlyList<IReadOnlyList<HistoryFile>> List()
    {
        lock (_gate) return [.. _series.Values.Select(series => series.Files)];
    }

    /// <summary>Appends entries of one entity, one behind the other.</summary>
    public void Insert(ReadOnlySpan<byte> key, long place, in HistoryRange range, ReadOnlySpan<byte> payload)
    {
        var kind = KindOf(key);
        if (!_seriesBySpan.TryGetValue(kind, out var series)) series = Add(Encoding.UTF8.GetString(kind), []);
        series.Insert(place, range, payload, Change);
    }

    /// <summary>On return what was inserted is on disk; it does not count yet.</summary>
    public void Commit()
    {
        foreach (var series in _series.Values)
        {
            if (series.HasUncommitted) series.Commit();
        }
    }

    /// <summary>Says in the store's transaction, which is that of the snapshots, what counts now.</summary>
    public void Record()
    {
        foreach (var series in _series.Values)
        {
            if (series.IsChanged) series.Record(_table);
        }
    }

    /// <summary>That transaction is done.</summary>
    public void Recorded()
    {
        foreach (var series in _series.Values)
        {
            if (series.IsChanged) series.Recorded(Change);
        }
    }

    /// <summary>The pass is over, or was cut.</summary>
    public void End()
    {
        foreach (var series in _series.Values) series.End();
    }

    /// <summary>Removes the oldest file of its kind, which the store does not list any more, when its last reader has let go of it.</summary>
    public void Drop(HistoryFile file)
    {
        file.Drop();
        var series = _seriesBySpan[Encoding.UTF8.GetBytes(file.Kind)];
        Change(series, [.. series.Files.Where(other => other != file)]);
        Interlocked.Increment(ref _dropped);
    }

    public void Dispose()
    {
        foreach (var series in _series.Values)
        {
            series.Dispose();
            Change(series, []);
        }
    }

    public static ReadOnlySpan<byte> KindOf(ReadOnlySpan<byte> key) => key[..key.IndexOf((byte)'/')];

    private HistorySeries Add(string kind, IReadOnlyList<HistoryFile> files)
    {
        foreach (var file in files) file.AddReference();
        var series = new HistorySeries(kind, files, _directory, _storeId, _options);
        lock (_gate) _series.Add(series.Key, series);
        return series;
    }

    private void Change(HistorySeries series, IReadOnlyList<HistoryFile> files)
    {
        var old = series.Files;
        foreach (var file in files) file.AddReference();
        lock (_gate) series.Files = files;
        foreach (var file in old) file.RemoveReference();
    }

    // Made and not yet listed, or listed no more and not yet removed.
    private void DeleteStrays(List<HistoryFile> files)
    {
        var known = files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(_directory, "*-??????????.db").Where(path => !known.Contains(path))) HistoryFile.Delete(path);
    }
}
