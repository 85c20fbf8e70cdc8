namespace CustomerGrains.Storage.Sqlite;

/// <summary>The list of history files, in <c>store.db</c>: written in the transaction with the snapshots, or the bases, that go with it.</summary>
internal sealed class HistoryTable
{
    public const string Schema = "CREATE TABLE history_files (kind TEXT NOT NULL, number INTEGER NOT NULL, rows INTEGER NOT NULL, begun_now INTEGER NOT NULL, last_now INTEGER NOT NULL, based_through INTEGER, PRIMARY KEY (kind, number)) WITHOUT ROWID";

    private readonly Database _writer;
    private readonly Statement _put;
    private readonly Statement _based;
    private readonly Statement _remove;

    public HistoryTable(Database writer)
    {
        _writer = writer;
        _put = writer.Prepare("INSERT INTO history_files (kind, number, rows, begun_now, last_now) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (kind, number) DO UPDATE SET rows = excluded.rows, begun_now = excluded.begun_now, last_now = excluded.last_now");
        _based = writer.Prepare("UPDATE history_files SET based_through = ?3 WHERE kind = ?1 AND number = ?2");
        _remove = writer.Prepare("DELETE FROM history_files WHERE kind = ?1 AND number = ?2");
    }

    /// <summary>All files, by kind and number.</summary>
    public List<HistoryFile> Read(string directory)
    {
        var files = new List<HistoryFile>();
        using var select = _writer.PrepareOnce("SELECT kind, number, rows, begun_now, last_now, based_through FROM history_files ORDER BY kind, number");
        while (select.Step())
        {
            files.Add(new HistoryFile(directory, select.Text(0), select.Int64(1))
            {
                Rows = select.Int64(2),
                BegunNow = select.Int64(3),
                LastNow = select.Int64(4),
                BasedThrough = select.IsNull(5) ? null : select.Int64(5),
            });
        }
        return files;
    }

    public void Put(HistoryFile file, long rows, long begunNow, long lastNow) => _put.Bind(1, file.Kind).Bind(2, file.Number).Bind(3, rows).Bind(4, begunNow).Bind(5, lastNow).Run();

    public void SetBasedThrough(HistoryFile file, long place) => _based.Bind(1, file.Kind).Bind(2, file.Number).Bind(3, place).Run();

    public void Remove(HistoryFile file) => _remove.Bind(1, file.Kind).Bind(2, file.Number).Run();
}
