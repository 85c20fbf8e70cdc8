using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace CustomerGrains.Server.Hosting;

/// <summary>Opens the file of documents for Orleans' ADO.NET storage as the store opens it itself: write-ahead log, a change is on
/// disk when it returns, a lock of the other is waited for. Documents change rarely; no connection is kept.</summary>
internal sealed class DocumentDataSource : DbDataSource
{
    private const string Settings = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000;";

    internal DocumentDataSource(string path) => ConnectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();

    public override string ConnectionString { get; }

    protected override DbConnection CreateDbConnection() => new SqliteConnection(ConnectionString);

    protected override DbConnection OpenDbConnection()
    {
        var connection = new SqliteConnection(ConnectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = Settings;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
