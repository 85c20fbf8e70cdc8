namespace CustomerGrains.Storage.Sqlite;

/// <summary><c>history.db</c>: every entry that has left the log, by entity and version. Apart from <c>store.db</c> because it is written
/// once and is by far the most: under a rollback journal appended pages are written once, in a write-ahead log twice. How many of its
/// rows count is a number in <c>store.db</c>, written there with the snapshots: a row behind it is of a pass that was cut between the
/// two commits, and is removed before the next. So snapshot and history are one step, in two files (core rule 11).</summary>
internal sealed class HistoryFile : IDisposable
{
    private readonly Statement _insert;
    private long _rows;

    private HistoryFile(Database writer)
    {
        Writer = writer;
        _insert = writer.Prepare("INSERT INTO history (id, place, first_version, last_version, min_now, max_now, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    }

    /// <summary>The connection that passes write with; theirs alone.</summary>
    public Database Writer { get; }

    public static string PathIn(string directory) => Path.Combine(directory, "history.db");

    public static HistoryFile Open(string directory)
    {
        var database = Database.Open(PathIn(directory));
        try
        {
            database.Execute("""
                PRAGMA page_size=16384; PRAGMA journal_mode=PERSIST; PRAGMA journal_size_limit=16777216; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;
                CREATE TABLE IF NOT EXISTS history (id INTEGER PRIMARY KEY, place INTEGER NOT NULL, first_version INTEGER NOT NULL, last_version INTEGER NOT NULL, min_now INTEGER NOT NULL, max_now INTEGER NOT NULL, payload BLOB NOT NULL);
                CREATE INDEX IF NOT EXISTS history_of ON history (place, first_version);
                """);
            return new HistoryFile(database);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Begins a transaction behind the first <paramref name="rows"/> rows; what is there beyond them is removed.</summary>
    public void Begin(long rows)
    {
        Writer.Execute("BEGIN IMMEDIATE");
        using (var delete = Writer.PrepareOnce("DELETE FROM history WHERE id > ?1")) delete.Bind(1, rows).Run();
        _rows = rows;
    }

    /// <summary>Appends entries of one entity, one behind the other.</summary>
    public void Insert(long place, in HistoryRange range, ReadOnlySpan<byte> payload) =>
        _insert.Bind(1, ++_rows).Bind(2, place).Bind(3, range.First).Bind(4, range.Last).Bind(5, range.MinNow).Bind(6, range.MaxNow).Bind(7, payload).Run();

    /// <summary>On return what was inserted is on disk.</summary>
    /// <returns>Rows that there are now.</returns>
    public long Commit()
    {
        Writer.Execute("COMMIT; BEGIN IMMEDIATE");
        return _rows;
    }

    public void Dispose() => Writer.Dispose();
}
