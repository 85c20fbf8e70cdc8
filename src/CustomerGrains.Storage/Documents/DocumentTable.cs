using CustomerGrains.Storage.Sqlite;

namespace CustomerGrains.Storage.Documents;

/// <summary>Small versioned documents in the table that Orleans' ADO.NET storage uses, with the same statements: what one host
/// wrote, the other reads. Every change names the version that it replaces. Thread-safe; changes are on disk when they return.</summary>
public sealed class DocumentTable : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Database _database;
    private readonly Query _read;
    private readonly Query _write;
    private readonly Query _clear;

    private DocumentTable(Database database)
    {
        _database = database;
        _read = Query.Load(database, "ReadFromStorageKey");
        _write = Query.Load(database, "WriteToStorageKey");
        _clear = Query.Load(database, "ClearStorageKey");
    }

    /// <summary>The script that makes the table and its statements; may run any number of times.</summary>
    public static string Schema
    {
        get
        {
            using var stream = typeof(DocumentTable).Assembly.GetManifestResourceStream("documents.sqlite.sql") ?? throw new InvalidOperationException("The schema is not embedded.");
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="StoreException">It cannot be opened.</exception>
    public static DocumentTable Open(string path)
    {
        Database? database = null;
        try
        {
            database = Database.Open(path);
            database.Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
            database.Execute("BEGIN IMMEDIATE;" + Schema + "COMMIT;");
            return new DocumentTable(database);
        }
        catch (SqliteFailure failure)
        {
            database?.Dispose();
            throw new StoreException($"The documents cannot be opened: {failure.Message}", failure);
        }
    }

    /// <summary>The document; null when it was never written. A cleared one has a version and no payload.</summary>
    /// <exception cref="StoreException">It cannot be read.</exception>
    public Document? Read(string serviceId, string grainType, string key)
    {
        lock (_gate)
        {
            return Run<Document?>(_read, serviceId, grainType, key, statement => statement.Step() ? new Document(statement.IsNull(0) ? null : statement.Blob(0).ToArray(), statement.Int32(1)) : null);
        }
    }

    /// <summary>Writes the document in place of version <paramref name="version"/>; null = it must not be there yet. The new
    /// version, or null when the stored version is another one: nothing is changed then.</summary>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public int? Write(string serviceId, string grainType, string key, ReadOnlySpan<byte> payload, int? version)
    {
        lock (_gate)
        {
            _write.Bind("@GrainIdHash", HashOf(key)).Bind("@GrainTypeHash", HashOf(grainType)).Bind("@PayloadBinary", payload);
            return Run(_write.BindVersion(version), serviceId, grainType, key, FirstNumber);
        }
    }

    /// <summary>Takes the payload away and keeps the version going. The new version, or null when the stored one is another.</summary>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public int? Clear(string serviceId, string grainType, string key, int version)
    {
        lock (_gate) return Run(_clear.BindVersion(version), serviceId, grainType, key, FirstNumber);
    }

    public void Dispose() => _database.Dispose();

    private static int? FirstNumber(Statement statement) => statement.Step() ? statement.Int32(0) : null;

    // Only Orleans' own scripts look rows up by it; here the unique key does.
    private static long HashOf(string value) => (int)Domain.Entities.EntityKey.Hash(System.Text.Encoding.UTF8.GetBytes(value));

    private static T Run<T>(Query query, string serviceId, string grainType, string key, Func<Statement, T> read)
    {
        try
        {
            query.Bind("@ServiceId", serviceId).Bind("@GrainTypeString", grainType).Bind("@GrainIdN0", 0).Bind("@GrainIdN1", 0).Bind("@GrainIdExtensionString", key);
            var result = read(query.Statement);
            while (query.Statement.Step())
            {
            }
            return result;
        }
        catch (SqliteFailure failure)
        {
            throw new StoreException($"The document {grainType}/{key} cannot be read or written: {failure.Message}", failure);
        }
        finally
        {
            query.Statement.Reset();
        }
    }
}
