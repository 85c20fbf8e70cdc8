using SQLitePCL;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>One connection, used by one thread at a time.</summary>
internal sealed class Database : IDisposable
{
    private readonly sqlite3 _db;
    private readonly List<Statement> _statements = [];

    static Database() => Batteries_V2.Init();

    private Database(sqlite3 db, string path)
    {
        _db = db;
        Path = path;
    }

    public string Path { get; }

    internal sqlite3 Handle => _db;

    /// <summary>Rows changed by the last statement.</summary>
    public int Changes => raw.sqlite3_changes(_db);

    public bool InTransaction => raw.sqlite3_get_autocommit(_db) == 0;

    public static Database Open(string path) => Open(path, path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);

    public static Database OpenReadOnly(string path) => Open(path, path, raw.SQLITE_OPEN_READONLY);

    /// <summary>Opens a file that will never change again: no locks, no look for a journal.</summary>
    public static Database OpenImmutable(string path) =>
        Open("file:" + Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal) + "?immutable=1", path, raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI);

    private static Database Open(string name, string path, int flags)
    {
        var code = raw.sqlite3_open_v2(name, out var db, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code != raw.SQLITE_OK)
        {
            var message = db is null || db.IsInvalid ? raw.sqlite3_errstr(code).utf8_to_string() : raw.sqlite3_errmsg(db).utf8_to_string();
            db?.Dispose();
            throw new SqliteFailure(code, $"{path} cannot be opened: {message}.");
        }
        raw.sqlite3_extended_result_codes(db, 1);
        raw.sqlite3_busy_timeout(db, 30_000);
        return new Database(db, path);
    }

    /// <summary>Runs statements that need no parameters and whose rows nobody wants.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_db, sql));

    /// <summary>Prepares a statement that lives as long as the connection.</summary>
    public Statement Prepare(string sql)
    {
        var prepared = PrepareOnce(sql);
        _statements.Add(prepared);
        return prepared;
    }

    /// <summary>Prepares a statement that the caller disposes.</summary>
    public Statement PrepareOnce(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_db, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        return new Statement(this, statement);
    }

    /// <summary>The first column of the first row as a number; null when there is no row or it is NULL.</summary>
    public long? QueryInt64(string sql)
    {
        using var statement = PrepareOnce(sql);
        return statement.Step() && !statement.IsNull(0) ? statement.Int64(0) : null;
    }

    /// <summary>Ends an open transaction, if any, without a trace.</summary>
    public void Rollback()
    {
        if (InTransaction) Execute("ROLLBACK");
    }

    public void Dispose()
    {
        foreach (var statement in _statements) statement.Dispose();
        _db.Dispose();
    }

    internal void Check(int code)
    {
        if (code is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE) return;
        throw new SqliteFailure(raw.sqlite3_extended_errcode(_db) is var extended && (extended & 0xff) == (code & 0xff) ? extended : code, $"{Path}: {raw.sqlite3_errmsg(_db).utf8_to_string()}.");
    }
}
