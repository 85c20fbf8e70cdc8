namespace CustomerGrains.Storage.Sqlite;

/// <summary>The one writing connection to the newest history file of a kind. A rollback journal: appended pages are written once, where
/// a write-ahead log writes them twice. The index by entity is a table of its own, in two parts: a pass comes with rows of all over the
/// subscribers, and would write most pages of the index of a large file for one entry each. So these go into a small one, which is
/// merged into the large one when it has a quarter of its rows.</summary>
internal sealed class HistoryWriter : IDisposable
{
    public const long FormatVersion = 1;

    /// <summary>Parts of a merge, each a transaction of its own that fits into the cache: readers wait for one, not for all.</summary>
    private const int MergeSlices = 64;

    private readonly Database _database;
    private readonly Statement _insertRow;
    private readonly Statement _insertPlace;
    private readonly Statement _insertRecent;
    private readonly long _directRows;
    private long _rows;
    private long? _recent;
    private bool _isDirect;

    private HistoryWriter(Database database, long directRows)
    {
        _database = database;
        _directRows = directRows;
        _insertRow = database.Prepare("INSERT INTO rows (id, place, first_version, min_now, max_now, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        _insertPlace = database.Prepare("INSERT INTO places (place, first_version, row, last_version) VALUES (?1, ?2, ?3, ?4)");
        _insertRecent = database.Prepare("INSERT INTO recent (place, first_version, row, last_version) VALUES (?1, ?2, ?3, ?4)");
    }

    /// <summary>Rows there are, with those that are not on disk yet.</summary>
    public long Rows => _rows;

    public bool HasUncommitted { get; private set; }

    /// <summary>Makes a file; on return it is on disk, empty.</summary>
    /// <param name="file">What it is.</param>
    /// <param name="storeId">The store it belongs to.</param>
    /// <param name="directRows"><see cref="StoreOptions.HistoryDirectRows"/>.</param>
    public static HistoryWriter Create(HistoryFile file, ulong storeId, long directRows)
    {
        // What a process that died while it made this file has left.
        HistoryFile.Delete(file.Path);
        return Use(Database.Open(file.Path), database =>
        {
            Configure(database);
            database.Execute("""
                BEGIN IMMEDIATE;
                CREATE TABLE history (format INTEGER NOT NULL, store INTEGER NOT NULL, kind TEXT NOT NULL, number INTEGER NOT NULL);
                CREATE TABLE rows (id INTEGER PRIMARY KEY, place INTEGER NOT NULL, first_version INTEGER NOT NULL, min_now INTEGER NOT NULL, max_now INTEGER NOT NULL, payload BLOB NOT NULL);
                CREATE TABLE places (place INTEGER NOT NULL, first_version INTEGER NOT NULL, row INTEGER NOT NULL, last_version INTEGER NOT NULL, PRIMARY KEY (place, first_version, row)) WITHOUT ROWID;
                CREATE TABLE recent (place INTEGER NOT NULL, first_version INTEGER NOT NULL, row INTEGER NOT NULL, last_version INTEGER NOT NULL, PRIMARY KEY (place, first_version, row)) WITHOUT ROWID;
                """);
            using (var insert = database.PrepareOnce("INSERT INTO history (format, store, kind, number) VALUES (?1, ?2, ?3, ?4)")) insert.Bind(1, FormatVersion).Bind(2, (long)storeId).Bind(3, file.Kind).Bind(4, file.Number).Run();
            database.Execute("COMMIT");
        }, directRows);
    }

    /// <summary>Opens a file to go on in it; rolls back what was cut in a commit.</summary>
    /// <param name="file">What it has to be.</param>
    /// <param name="storeId">The store it has to belong to.</param>
    /// <param name="directRows"><see cref="StoreOptions.HistoryDirectRows"/>.</param>
    /// <exception cref="StoreException">It belongs to another store, or a newer version wrote it.</exception>
    public static HistoryWriter Open(HistoryFile file, ulong storeId, long directRows) => Use(Database.Open(file.Path), database =>
    {
        Configure(database);
        using var select = database.PrepareOnce("SELECT format, store, kind, number FROM history");
        if (!select.Step()) throw new StoreCorruptException($"{file.Path} does not say what it is.");
        if (select.Int64(0) != FormatVersion) throw new StoreException($"{file.Path} has format {select.Int64(0)}; this version reads {FormatVersion}. Use the version that wrote it, or a newer one.");
        if ((ulong)select.Int64(1) != storeId || select.Text(2) != file.Kind || select.Int64(3) != file.Number) throw new StoreException($"{file.Path} is of another store, or has another name than it was given; put the right one there.");
    }, directRows);

    /// <summary>Begins behind the first <paramref name="rows"/> rows; what is there beyond them is removed.</summary>
    public void Begin(long rows)
    {
        _database.Execute("BEGIN IMMEDIATE");
        Truncate(rows);
        _database.Execute("COMMIT");
        _rows = rows;
        var recent = _recent ??= _database.QueryInt64("SELECT count(*) FROM recent") ?? 0;
        if (recent > Math.Max(_directRows / 8, (rows - recent) / 4)) Merge();
        _isDirect = _recent == 0 && rows < _directRows;
        _database.Execute("BEGIN IMMEDIATE");
    }

    public void Insert(long place, in HistoryRange range, ReadOnlySpan<byte> payload)
    {
        var id = ++_rows;
        HasUncommitted = true;
        _insertRow.Bind(1, id).Bind(2, place).Bind(3, range.First).Bind(4, range.MinNow).Bind(5, range.MaxNow).Bind(6, payload).Run();
        (_isDirect ? _insertPlace : _insertRecent).Bind(1, place).Bind(2, range.First).Bind(3, id).Bind(4, range.Last).Run();
        if (!_isDirect) _recent++;
    }

    /// <summary>On return what was inserted is on disk.</summary>
    public void Commit()
    {
        _database.Execute("COMMIT; BEGIN IMMEDIATE");
        HasUncommitted = false;
    }

    /// <summary>Brings all of the index together, after the last commit of a file that is full.</summary>
    public void Finish()
    {
        _database.Rollback();
        Merge();
    }

    /// <summary>Ends a pass; what was not committed is not there.</summary>
    public void End()
    {
        _database.Rollback();
        if (HasUncommitted) _recent = null;
        HasUncommitted = false;
    }

    public void Dispose() => _database.Dispose();

    // 64 MB of pages: a chunk of a pass, so that it never spills into the file before its commit.
    private static void Configure(Database database) =>
        database.Execute("PRAGMA page_size=16384; PRAGMA journal_mode=PERSIST; PRAGMA journal_size_limit=16777216; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY");

    private static HistoryWriter Use(Database database, Action<Database> begin, long directRows)
    {
        try
        {
            begin(database);
            return new HistoryWriter(database, directRows);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private void Truncate(long rows)
    {
        using (var select = _database.PrepareOnce("SELECT id, place, first_version FROM rows WHERE id > ?1"))
        using (var place = _database.PrepareOnce("DELETE FROM places WHERE place = ?1 AND first_version = ?2 AND row = ?3"))
        using (var recent = _database.PrepareOnce("DELETE FROM recent WHERE place = ?1 AND first_version = ?2 AND row = ?3"))
        {
            select.Bind(1, rows);
            while (select.Step())
            {
                _recent = null;
                place.Bind(1, select.Int64(1)).Bind(2, select.Int64(2)).Bind(3, select.Int64(0)).Run();
                recent.Bind(1, select.Int64(1)).Bind(2, select.Int64(2)).Bind(3, select.Int64(0)).Run();
            }
        }
        using (var delete = _database.PrepareOnce("DELETE FROM rows WHERE id > ?1")) delete.Bind(1, rows).Run();
    }

    // By place, so that each slice writes its own part of the large index.
    private void Merge()
    {
        if (_recent == 0) return;
        using var copy = _database.PrepareOnce("INSERT INTO places SELECT place, first_version, row, last_version FROM recent WHERE place BETWEEN ?1 AND ?2 ORDER BY place, first_version, row");
        using var delete = _database.PrepareOnce("DELETE FROM recent WHERE place BETWEEN ?1 AND ?2");
        const ulong width = (ulong.MaxValue / MergeSlices) + 1;
        for (ulong slice = 0; slice < MergeSlices; slice++)
        {
            var (low, high) = ((long)(slice * width ^ (1UL << 63)), (long)((slice * width) + (width - 1) ^ (1UL << 63)));
            _database.Execute("BEGIN IMMEDIATE");
            copy.Bind(1, low).Bind(2, high).Run();
            delete.Bind(1, low).Bind(2, high).Run();
            _database.Execute("COMMIT");
        }
        _recent = 0;
    }
}
