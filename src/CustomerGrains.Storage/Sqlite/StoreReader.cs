using CustomerGrains.Domain.Entities;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>One reading connection to <c>store.db</c> and, from when it is first wanted, one to <c>history.db</c>.</summary>
internal sealed class StoreReader : IDisposable
{
    private readonly Database _database;
    private readonly Statement _snapshot;
    private readonly string _directory;
    private Database? _history;
    private Statement? _historyFrom;
    private Statement? _historyAt;

    public StoreReader(string directory)
    {
        _directory = directory;
        _database = Database.OpenReadOnly(StoreFile.PathIn(directory));
        _database.Execute("PRAGMA mmap_size=268435456; PRAGMA cache_size=-2048; PRAGMA temp_store=MEMORY");
        _snapshot = _database.Prepare("SELECT version, state FROM snapshots WHERE place = ?1 AND entity = ?2");
    }

    public Database Database => _database;

    /// <summary>The entity's state as of its snapshot; null when it has none.</summary>
    public IEntityState? ReadSnapshot(EntityKey key, ReadOnlySpan<byte> utf8, ulong keyHash, IEntityKinds kinds)
    {
        try
        {
            return _snapshot.Bind(1, StoreFile.PlaceOf(keyHash)).Bind(2, utf8).Step() ? kinds.Read(key, _snapshot.Blob(1)) : null;
        }
        finally
        {
            _snapshot.Reset();
        }
    }

    /// <summary>The entries of the history row that begins with this version (or, when <paramref name="within"/>, holds it); null when there is none.</summary>
    public byte[]? ReadHistory(ReadOnlySpan<byte> key, ulong keyHash, long version, bool within)
    {
        OpenHistory();
        var statement = within ? _historyAt! : _historyFrom!;
        var column = within ? 1 : 0;
        try
        {
            statement.Bind(1, StoreFile.PlaceOf(keyHash)).Bind(2, version);
            while (statement.Step())
            {
                // Another entity may have the same hash.
                var payload = statement.Blob(column);
                if (Domain.Facts.EntryView.Read(payload).Key.SequenceEqual(key)) return payload.ToArray();
            }
            return null;
        }
        finally
        {
            statement.Reset();
        }
    }

    public void ReadOpenEffects(Action<byte[]> read)
    {
        using var select = _database.PrepareOnce("SELECT entity FROM snapshots WHERE effects = 1");
        while (select.Step()) read(select.Blob(0).ToArray());
    }

    public void Dispose()
    {
        _database.Dispose();
        _history?.Dispose();
    }

    /// <summary>Most readers want snapshots only.</summary>
    private void OpenHistory()
    {
        if (_history is not null) return;
        _history = Database.OpenReadOnly(HistoryFile.PathIn(_directory));
        _history.Execute("PRAGMA cache_size=-2048; PRAGMA temp_store=MEMORY");
        _historyAt = _history.Prepare("SELECT first_version, payload FROM history WHERE place = ?1 AND first_version <= ?2 ORDER BY first_version DESC");
        _historyFrom = _history.Prepare("SELECT payload FROM history WHERE place = ?1 AND first_version = ?2");
    }
}
