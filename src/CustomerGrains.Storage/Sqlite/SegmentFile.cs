using System.Globalization;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>The file of a segment that is being written, and the one connection to it. Rows are appended under a rollback journal
/// that is kept from commit to commit: appended pages are not journaled, so their bytes are written once (a write-ahead log writes
/// them twice), and a commit is on disk when it returns (synchronous=FULL). Readers never come here.</summary>
internal sealed class SegmentFile : IDisposable
{
    public const long FormatVersion = 1;

    /// <summary>Every row of a commit ends in a page of its own, so a page is small beside a row under load (about 12 KB): with 32 KB
    /// pages a record cost 270 written bytes, with these 170.</summary>
    private const int PageBytes = 8 * 1024;

    private readonly Database _database;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _insert;

    private SegmentFile(Database database, SegmentHeader header)
    {
        _database = database;
        Header = header;
        _begin = database.Prepare("BEGIN IMMEDIATE");
        _commit = database.Prepare("COMMIT");
        _insert = database.Prepare("INSERT INTO rows (id, partition, position, incarnation, grp, now, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    }

    public string Path => _database.Path;

    internal Database Database => _database;

    /// <summary>As it was when the file was opened.</summary>
    public SegmentHeader Header { get; }

    public static string PathOf(string directory, long number) => System.IO.Path.Combine(directory, number.ToString("D10", CultureInfo.InvariantCulture) + ".db");

    /// <summary>Makes the file of a new segment; on return it is on disk, empty.</summary>
    /// <param name="positions">Where each partition goes on.</param>
    /// <param name="now">The largest business time in all earlier segments.</param>
    public static SegmentFile Create(string path, ulong storeId, long number, ReadOnlySpan<long> positions, long now)
    {
        // What a process that died while it made this file has left.
        Delete(path);
        var database = Database.Open(path);
        try
        {
            database.Execute($"PRAGMA page_size={PageBytes}");
            Configure(database);
            database.Execute("""
                BEGIN IMMEDIATE;
                CREATE TABLE segment (format INTEGER NOT NULL, store INTEGER NOT NULL, number INTEGER NOT NULL, positions BLOB NOT NULL, now INTEGER NOT NULL, sealed INTEGER NOT NULL);
                CREATE TABLE rows (id INTEGER PRIMARY KEY, partition INTEGER NOT NULL, position INTEGER NOT NULL, incarnation INTEGER NOT NULL, grp INTEGER NOT NULL, now INTEGER NOT NULL, payload BLOB NOT NULL);
                CREATE TABLE partitions (partition INTEGER PRIMARY KEY, bytes INTEGER NOT NULL, row_ids BLOB NOT NULL);
                CREATE TABLE directory (id INTEGER PRIMARY KEY, first INTEGER NOT NULL, payload BLOB NOT NULL);
                CREATE TABLE effects (entity BLOB PRIMARY KEY) WITHOUT ROWID;
                """);
            using (var insert = database.PrepareOnce("INSERT INTO segment (format, store, number, positions, now, sealed) VALUES (?1, ?2, ?3, ?4, ?5, 0)"))
            {
                insert.Bind(1, FormatVersion).Bind(2, (long)storeId).Bind(3, number).Bind(4, SegmentHeader.WritePositions(positions)).Bind(5, now).Run();
            }
            database.Execute("COMMIT");
            return new SegmentFile(database, new SegmentHeader(storeId, number, positions.ToArray(), now, false));
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file of a segment that is not sealed, rolls back what was cut in a commit, and goes on in it. Null when the
    /// process that made the file died before it was finished: nothing was ever in it.</summary>
    public static SegmentFile? Reopen(string path)
    {
        var database = Database.Open(path);
        try
        {
            Configure(database);
            if (SegmentHeader.Read(database) is { } header) return new SegmentFile(database, header);
            database.Dispose();
            return null;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public static void Delete(string path)
    {
        File.Delete(path);
        File.Delete(path + "-journal");
    }

    public void Begin() => _begin.Run();

    public void Insert(uint id, int partition, long position, ulong incarnation, RowBuffer buffer)
    {
        _insert.Bind(1, id).Bind(2, partition).Bind(3, position).Bind(4, (long)incarnation).Bind(5, buffer.Group).Bind(6, buffer.MaxNow)
            .BindPinned(7, buffer.Data, buffer.PayloadLength).Run();
    }

    /// <summary>On return it is on disk.</summary>
    public void Commit() => _commit.Run();

    public void Rollback() => _database.Rollback();

    /// <summary>Id of the last row that is on disk; 0 when there is none.</summary>
    public long LastRow() => _database.QueryInt64("SELECT max(id) FROM rows") ?? 0;

    /// <summary>Reads all rows in the order in which they were written.</summary>
    public void ReadRows(SegmentRowReader read)
    {
        using var select = _database.PrepareOnce("SELECT id, partition, position, now, payload FROM rows ORDER BY id");
        while (select.Step()) read((uint)select.Int64(0), select.Int32(1), select.Int64(2), select.Int64(3), select.Blob(4));
    }

    /// <summary>Writes directory, row lists and entities with effects, and marks the segment sealed; on return it is on disk.</summary>
    public void Seal(MemorySegment segment, ReadOnlySpan<long> positions, long now, Action<FaultPoint>? fault)
    {
        // An attempt before this one may have failed after it was on disk.
        if (Header.Sealed) return;
        Begin();
        try
        {
            SegmentDirectory.Write(_database, segment);
            using (var effect = _database.PrepareOnce("INSERT INTO effects (entity) VALUES (?1)"))
            {
                foreach (var key in segment.WithEffects) effect.Bind(1, key).Run();
            }
            using (var seal = _database.PrepareOnce("UPDATE segment SET sealed = 1, positions = ?1, now = ?2"))
            {
                seal.Bind(1, SegmentHeader.WritePositions(positions)).Bind(2, now).Run();
            }
            fault?.Invoke(FaultPoint.InSeal);
            Commit();
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    /// <summary>Closes the file of a sealed segment and removes its journal, which nothing needs any more: what it could roll back
    /// was rolled back when this connection began.</summary>
    public void CloseSealed()
    {
        Dispose();
        File.Delete(Path + "-journal");
    }

    public void Dispose() => _database.Dispose();

    // 16 MB of pages: a whole group, so that it never spills into the file before its commit.
    private static void Configure(Database database) =>
        database.Execute("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=PERSIST; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY");
}
