using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>One reading connection to a history file.</summary>
internal sealed class HistoryReader : IDisposable
{
    private const string Columns = "i.place, i.first_version, i.last_version, r.payload";
    private const string All = $"SELECT {Columns} FROM places i JOIN rows r ON r.id = i.row WHERE i.place >= ?1 ORDER BY i.place, i.first_version, i.row";
    private static readonly string Above = Both("i.place = ?1 AND i.first_version >= ?2") + " ORDER BY 2";
    private static readonly string Below = Both("i.place = ?1 AND i.first_version <= ?2") + " ORDER BY 2 DESC";

    private readonly Database _database;
    private readonly Statement _above;
    private readonly Statement _below;

    /// <param name="path">The file.</param>
    /// <param name="closed">Whether it never changes again: then it is mapped, and nobody has to be asked.</param>
    public HistoryReader(string path, bool closed)
    {
        _database = closed ? Database.OpenImmutable(path) : Database.OpenReadOnly(path);
        _database.Execute(closed ? "PRAGMA mmap_size=17179869184; PRAGMA cache_size=-512; PRAGMA temp_store=MEMORY" : "PRAGMA cache_size=-2048; PRAGMA temp_store=MEMORY");
        _above = _database.Prepare(Above);
        _below = _database.Prepare(Below);
    }

    /// <summary>The entity's first row that begins at the version or behind it; null when there is none.</summary>
    public HistoryRow? ReadAbove(ReadOnlySpan<byte> key, long place, long version) => Read(_above, key, place, version);

    /// <summary>The entity's last row that begins at the version or before it; null when there is none.</summary>
    public HistoryRow? ReadBelow(ReadOnlySpan<byte> key, long place, long version) => Read(_below, key, place, version);

    /// <summary>All rows of a file that is closed, by place and version, from a place on.</summary>
    /// <param name="read">Takes place and entries, which are valid during the call; false = no more.</param>
    public void ReadAll(long from, HistoryRowVisitor read)
    {
        using var select = _database.PrepareOnce(All);
        select.Bind(1, from);
        while (select.Step() && read(select.Int64(0), select.Blob(3)))
        {
        }
    }

    /// <summary>How SQLite goes about these questions, a line a step; for tests.</summary>
    internal IEnumerable<string> Explain()
    {
        foreach (var sql in new[] { Above, Below, All })
        {
            using var explain = _database.PrepareOnce("EXPLAIN QUERY PLAN " + sql);
            while (explain.Step()) yield return explain.Text(3);
        }
    }

    public void Dispose() => _database.Dispose();

    // The newest rows of a large file are in a small index of their own.
    private static string Both(string where) =>
        $"SELECT {Columns} FROM places i JOIN rows r ON r.id = i.row WHERE {where} UNION ALL SELECT {Columns} FROM recent i JOIN rows r ON r.id = i.row WHERE {where}";

    private static HistoryRow? Read(Statement statement, ReadOnlySpan<byte> key, long place, long version)
    {
        try
        {
            statement.Bind(1, place).Bind(2, version);
            while (statement.Step())
            {
                // Another entity may have the same hash.
                var payload = statement.Blob(3);
                if (EntryView.Read(payload).Key.SequenceEqual(key)) return new HistoryRow(statement.Int64(1), statement.Int64(2), payload.ToArray());
            }
            return null;
        }
        finally
        {
            statement.Reset();
        }
    }
}
