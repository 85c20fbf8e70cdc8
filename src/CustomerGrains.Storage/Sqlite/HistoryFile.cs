using System.Collections.Concurrent;
using System.Globalization;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>One file of history: the entries of one kind of entity that left the log in some period. The newest of its kind is written
/// to; the others never change again and go as a whole, oldest first. What is said of it here is what <c>store.db</c> says, where it is
/// written with the snapshots: so snapshot and history are one step, in two files (core rule 11). Rows behind <see cref="Rows"/> are of
/// a pass that was cut between the two commits, and are removed before more are written.</summary>
internal sealed class HistoryFile : Counted
{
    /// <summary>Connections that are kept for the next reader; there may be hundreds of files.</summary>
    private const int IdleReaders = 2;

    private readonly ConcurrentStack<HistoryReader> _readers = new();
    private volatile bool _closed;
    private volatile bool _dropped;
    private long _bytes;

    public HistoryFile(string directory, string kind, long number)
    {
        Kind = kind;
        Number = number;
        Path = System.IO.Path.Combine(directory, $"{kind}-{number.ToString("D10", CultureInfo.InvariantCulture)}.db");
    }

    public string Kind { get; }

    /// <summary>Dense within the kind while there are any.</summary>
    public long Number { get; }

    public string Path { get; }

    /// <summary>Rows that count.</summary>
    public long Rows { get; set; }

    /// <summary>Largest business time of what was written first, milliseconds since 1970-01-01 UTC.</summary>
    public long BegunNow { get; set; }

    /// <summary>Largest business time of any entry in it, milliseconds since 1970-01-01 UTC.</summary>
    public long LastNow { get; set; }

    /// <summary>Places up to this one are in bases; null = none.</summary>
    public long? BasedThrough { get; set; }

    public long Bytes => Interlocked.Read(ref _bytes);

    public void Measure() => Interlocked.Exchange(ref _bytes, new FileInfo(Path).Length);

    /// <summary>It never changes again.</summary>
    public void Close() => _closed = true;

    /// <summary>From now on the file goes as soon as nobody reads it.</summary>
    public void Drop() => _dropped = true;

    /// <summary>A connection of its own for the caller, given back with <see cref="Return"/> unless it failed.</summary>
    public HistoryReader Rent() => _readers.TryPop(out var reader) ? reader : new HistoryReader(Path, _closed);

    public void Return(HistoryReader reader)
    {
        if (_readers.Count < IdleReaders) _readers.Push(reader);
        else reader.Dispose();
    }

    public static void Delete(string path)
    {
        File.Delete(path);
        File.Delete(path + "-journal");
    }

    protected override void OnUnreferenced()
    {
        while (_readers.TryPop(out var reader)) reader.Dispose();
        if (_dropped) Delete(Path);
    }
}
