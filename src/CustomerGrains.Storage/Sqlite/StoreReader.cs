using CustomerGrains.Domain.Entities;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>One reading connection to <c>store.db</c>.</summary>
internal sealed class StoreReader : IDisposable
{
    private readonly Database _database;
    private readonly Statement _snapshot;
    private readonly Statement _version;
    private readonly Statement _base;

    public StoreReader(string directory)
    {
        _database = Database.OpenReadOnly(StoreFile.PathIn(directory));
        _database.Execute("PRAGMA mmap_size=268435456; PRAGMA cache_size=-2048; PRAGMA temp_store=MEMORY");
        _snapshot = _database.Prepare("SELECT version, state FROM snapshots WHERE place = ?1 AND entity = ?2");
        _version = _database.Prepare("SELECT version FROM snapshots WHERE place = ?1 AND entity = ?2");
        _base = _database.Prepare("SELECT version, now, state FROM bases WHERE place = ?1 AND entity = ?2");
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

    /// <summary>Version of the entity's snapshot: its later entries are in the log; 0 when it has none.</summary>
    public long ReadSnapshotVersion(ReadOnlySpan<byte> utf8, ulong keyHash)
    {
        try
        {
            return _version.Bind(1, StoreFile.PlaceOf(keyHash)).Bind(2, utf8).Step() ? _version.Int64(0) : 0;
        }
        finally
        {
            _version.Reset();
        }
    }

    /// <summary>Null when all of the entity's history is kept.</summary>
    /// <param name="withState">False = its version and time alone.</param>
    public HistoryBase? ReadBase(ReadOnlySpan<byte> utf8, ulong keyHash, bool withState)
    {
        try
        {
            if (!_base.Bind(1, StoreFile.PlaceOf(keyHash)).Bind(2, utf8).Step()) return null;
            return new HistoryBase(_base.Int64(0), _base.Int64(1), withState ? _base.Blob(2).ToArray() : default);
        }
        finally
        {
            _base.Reset();
        }
    }

    public void ReadOpenEffects(Action<byte[]> read)
    {
        using var select = _database.PrepareOnce("SELECT entity FROM snapshots WHERE effects = 1");
        while (select.Step()) read(select.Blob(0).ToArray());
    }

    public void Dispose() => _database.Dispose();
}
