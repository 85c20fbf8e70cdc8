using System.Globalization;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Storage.Sqlite;

namespace CustomerGrains.Storage.ReadModel.Sqlite;

/// <summary><c>readmodel.db</c>: the rows, the days kept for reports, and how far the rows go.</summary>
internal static class ReadModelFile
{
    public const long FormatVersion = 1;

    /// <summary>What goes with the rows (<see cref="IRowFollower"/>): one more, and everything is carried out again for everybody.</summary>
    private const long FollowersVersion = 1;

    public static string PathIn(string directory) => Path.Combine(directory, "readmodel.db");

    /// <summary>Opens or makes it, with a column for every field.</summary>
    /// <exception cref="SqliteFailure">It cannot be read.</exception>
    /// <exception cref="CorruptDataException">It is of another store, or of a newer version.</exception>
    public static Database Open(string directory, ulong storeId)
    {
        var database = Database.Open(PathIn(directory));
        try
        {
            database.Execute("PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-131072; PRAGMA wal_autocheckpoint=16000; PRAGMA journal_size_limit=134217728; PRAGMA temp_store=MEMORY");
            if (database.QueryInt64("SELECT count(*) FROM sqlite_schema WHERE name = 'meta'") == 0) Create(database, storeId);
            Check(database, storeId);
            AlignColumns(database);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Reads how far the rows go. From now on they are not known to go that far in order: from the first change on, a crash can lose some.</summary>
    public static ReadModelStamp TakeStamp(Database database)
    {
        var stamp = new ReadModelStamp(database.QueryInt64("SELECT value FROM meta WHERE key = 'time'") ?? 0, database.QueryInt64("SELECT value FROM meta WHERE key = 'clean'") == 1);
        database.Execute("PRAGMA synchronous=FULL; UPDATE meta SET value = 0 WHERE key = 'clean'; PRAGMA synchronous=NORMAL");
        return stamp;
    }

    public static string Columns => string.Join(", ", SubscriberFields.All.Select(static f => f.Name));

    private static void Create(Database database, ulong storeId) => database.Execute($"""
        BEGIN IMMEDIATE;
        CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO meta VALUES ('format', {FormatVersion.ToString(CultureInfo.InvariantCulture)}), ('store', {((long)storeId).ToString(CultureInfo.InvariantCulture)}), ('time', 0), ('clean', 0), ('rows', 0);
        CREATE TABLE subscribers (row INTEGER PRIMARY KEY, subscriber_id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, as_of INTEGER NOT NULL, changed INTEGER NOT NULL);
        CREATE TABLE report_days (day INTEGER PRIMARY KEY, as_of INTEGER NOT NULL, made_up INTEGER NOT NULL, rows INTEGER NOT NULL, present BLOB NOT NULL);
        CREATE TABLE report_classes (day INTEGER NOT NULL, field TEXT NOT NULL, names BLOB NOT NULL, codes BLOB NOT NULL, PRIMARY KEY (day, field));
        COMMIT
        """);

    private static void Check(Database database, ulong storeId)
    {
        var format = database.QueryInt64("SELECT value FROM meta WHERE key = 'format'");
        if (format != FormatVersion) throw new CorruptDataException($"{database.Path} has format {format}; this version reads {FormatVersion}.");
        if (database.QueryInt64("SELECT value FROM meta WHERE key = 'store'") != (long)storeId) throw new CorruptDataException($"{database.Path} is of another store.");
    }

    /// <summary>Fields come and go with versions of the program; the numbers of the rows, which days refer to, stay.</summary>
    private static void AlignColumns(Database database)
    {
        var there = new HashSet<string>(StringComparer.Ordinal);
        using (var select = database.PrepareOnce("SELECT name FROM pragma_table_info('subscribers')"))
        {
            while (select.Step()) there.Add(select.Text(0));
        }
        string[] own = ["row", "subscriber_id", "version", "as_of", "changed"];
        var indexes = new List<string>();
        using (var select = database.PrepareOnce("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'subscribers' AND sql IS NOT NULL"))
        {
            while (select.Step()) indexes.Add(select.Text(0));
        }
        database.Execute("BEGIN IMMEDIATE");
        // An index costs each row that is written as much as the row itself; orders come from memory.
        foreach (var index in indexes) database.Execute($"DROP INDEX {index}");
        var isChanged = false;
        foreach (var gone in there.Except(own).Except(SubscriberFields.All.Select(f => f.Name)))
        {
            database.Execute($"ALTER TABLE subscribers DROP COLUMN {gone}");
            isChanged = true;
        }
        foreach (var field in SubscriberFields.All.Where(f => !there.Contains(f.Name)))
        {
            var type = field.IsText ? "TEXT NOT NULL DEFAULT ''" : $"INTEGER NOT NULL DEFAULT {(field.IsClass ? 0 : SubscriberRow.Absent).ToString(CultureInfo.InvariantCulture)}";
            database.Execute($"ALTER TABLE subscribers ADD COLUMN {field.Name} {type}");
            isChanged = true;
        }
        if (database.QueryInt64("SELECT value FROM meta WHERE key = 'followers'") != FollowersVersion)
        {
            database.Execute($"INSERT OR REPLACE INTO meta VALUES ('followers', {FollowersVersion.ToString(CultureInfo.InvariantCulture)})");
            isChanged = true;
        }
        // Every row is made again then.
        if (isChanged) database.Execute("UPDATE meta SET value = 0 WHERE key IN ('time', 'clean')");
        database.Execute("COMMIT");
    }
}
