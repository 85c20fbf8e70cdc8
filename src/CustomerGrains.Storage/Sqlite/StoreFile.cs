using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using CustomerGrains.Domain.Entities;

namespace CustomerGrains.Storage.Sqlite;

/// <summary><c>store.db</c>: what the store is, and snapshots, bases, and which history files there are. One connection writes, in passes; others
/// read beside it (write-ahead log).</summary>
internal sealed class StoreFile : IDisposable
{
    public const long FormatVersion = 3;
    private const string ParameterPrefix = "parameter:";

    private readonly ConcurrentStack<StoreReader> _readers = new();
    private readonly string _directory;

    private StoreFile(string directory, Database writer)
    {
        _directory = directory;
        Writer = writer;
    }

    /// <summary>The list of history files, written by passes.</summary>
    public HistoryTable HistoryTable { get; private set; } = null!;

    /// <summary>The connection that passes write with; theirs alone.</summary>
    public Database Writer { get; }

    public ulong Id { get; private set; }

    /// <summary>Segments up to this one were in snapshots and history when the store was opened.</summary>
    public long TrimmedThrough { get; private set; }

    public IReadOnlyDictionary<string, string> Parameters { get; private set; } = new Dictionary<string, string>();

    /// <summary>Where an entity stands in snapshots, bases and history: by partition, then by fingerprint, which is the order in which a
    /// pass comes to them, so that it writes each page once.</summary>
    public static long PlaceOf(ulong keyHash) => (long)(BitOperations.RotateRight(keyHash, BitOperations.Log2(Partitions.Count)) ^ (1UL << 63));

    public static StoreFile Open(string directory, IReadOnlyDictionary<string, string> parameters)
    {
        var path = PathIn(directory);
        var database = Database.Open(path);
        try
        {
            database.Execute("PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32768; PRAGMA wal_autocheckpoint=4000; PRAGMA journal_size_limit=134217728; PRAGMA temp_store=MEMORY");
            var file = new StoreFile(directory, database);
            if (database.QueryInt64("SELECT count(*) FROM sqlite_schema WHERE name = 'meta'") == 0) file.Create(parameters);
            file.ReadMeta();
            file.Compare(parameters, directory);
            file.HistoryTable = new HistoryTable(database);
            return file;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public static string PathIn(string directory) => Path.Combine(directory, "store.db");

    public StoreReader Rent() => _readers.TryPop(out var reader) ? reader : new StoreReader(_directory);

    public void Return(StoreReader reader) => _readers.Push(reader);

    /// <summary>Records, in the transaction that is open, up to where the log may be cut.</summary>
    public void SetTrimmedThrough(long segment) => SetMeta("trimmed_through", segment);

    public void Dispose()
    {
        while (_readers.TryPop(out var reader)) reader.Dispose();
        Writer.Dispose();
    }

    private void SetMeta(string key, long value)
    {
        using var update = Writer.PrepareOnce("UPDATE meta SET value = ?1 WHERE key = ?2");
        update.Bind(1, value.ToString(CultureInfo.InvariantCulture)).Bind(2, key).Run();
    }

    private void Create(IReadOnlyDictionary<string, string> parameters)
    {
        Writer.Execute("""
            BEGIN IMMEDIATE;
            CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
            CREATE TABLE snapshots (place INTEGER NOT NULL, entity BLOB NOT NULL, version INTEGER NOT NULL, now INTEGER NOT NULL, effects INTEGER NOT NULL, state BLOB NOT NULL, PRIMARY KEY (place, entity)) WITHOUT ROWID;
            CREATE TABLE bases (place INTEGER NOT NULL, entity BLOB NOT NULL, version INTEGER NOT NULL, now INTEGER NOT NULL, state BLOB NOT NULL, PRIMARY KEY (place, entity)) WITHOUT ROWID;
            CREATE INDEX snapshots_with_effects ON snapshots (place, entity) WHERE effects = 1;
            """);
        Writer.Execute(HistoryTable.Schema);
        using (var insert = Writer.PrepareOnce("INSERT INTO meta (key, value) VALUES (?1, ?2)"))
        {
            void Put(string key, string value) => insert.Bind(1, key).Bind(2, value).Run();
            Put("format", FormatVersion.ToString(CultureInfo.InvariantCulture));
            Put("store_id", BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)).ToString("x16", CultureInfo.InvariantCulture));
            Put("partitions", Partitions.Count.ToString(CultureInfo.InvariantCulture));
            Put("trimmed_through", "0");
            foreach (var (key, value) in parameters) Put(ParameterPrefix + key, value);
        }
        Writer.Execute("COMMIT");
    }

    private void ReadMeta()
    {
        var meta = new Dictionary<string, string>();
        using (var select = Writer.PrepareOnce("SELECT key, value FROM meta"))
        {
            while (select.Step()) meta[select.Text(0)] = select.Text(1);
        }
        var format = long.Parse(meta["format"], CultureInfo.InvariantCulture);
        if (format < FormatVersion) throw new StoreException($"{Writer.Path} has format {format}, of an earlier version; this one reads {FormatVersion} and does not convert. Start the version that wrote it, or choose an empty folder and replay into it.");
        if (format > FormatVersion) throw new StoreException($"{Writer.Path} has format {format}; this version reads {FormatVersion}. Use the version that wrote it, or a newer one.");
        if (meta["partitions"] != Partitions.Count.ToString(CultureInfo.InvariantCulture)) throw new StoreException($"{Writer.Path} has {meta["partitions"]} partitions; this version has {Partitions.Count}. Use the version that wrote it.");
        Id = ulong.Parse(meta["store_id"], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        TrimmedThrough = long.Parse(meta["trimmed_through"], CultureInfo.InvariantCulture);
        Parameters = meta.Where(pair => pair.Key.StartsWith(ParameterPrefix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key[ParameterPrefix.Length..], pair => pair.Value);
    }

    private void Compare(IReadOnlyDictionary<string, string> wanted, string directory)
    {
        foreach (var (key, value) in wanted.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var stored = Parameters.GetValueOrDefault(key);
            if (stored == value) continue;
            throw new StoreException($"The store in {directory} was made with {key} = {(stored is null ? "(nothing)" : $"'{stored}'")}; '{value}' was asked for. "
                + $"What is stored depends on it: start with {(stored is null ? $"no {key}" : $"{key} = '{stored}' or without it")}, or choose an empty folder and replay into it.");
        }
    }
}
