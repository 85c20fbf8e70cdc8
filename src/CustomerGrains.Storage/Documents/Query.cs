using CustomerGrains.Storage.Sqlite;

namespace CustomerGrains.Storage.Documents;

/// <summary>One of the statements in the table OrleansQuery, with its parameters by name. What it has no parameter for is ignored,
/// as Orleans does.</summary>
internal sealed class Query
{
    private Query(Statement statement) => Statement = statement;

    public Statement Statement { get; }

    public static Query Load(Database database, string key)
    {
        using var select = database.PrepareOnce("SELECT QueryText FROM OrleansQuery WHERE QueryKey = ?1");
        if (!select.Bind(1, key).Step()) throw new StoreException($"{database.Path} has no statement {key}.");
        return new Query(database.Prepare(select.Text(0)));
    }

    public Query Bind(string name, long value)
    {
        if (Statement.IndexOf(name) is var index and > 0) Statement.Bind(index, value);
        return this;
    }

    public Query Bind(string name, string value)
    {
        if (Statement.IndexOf(name) is var index and > 0) Statement.Bind(index, value);
        return this;
    }

    public Query Bind(string name, ReadOnlySpan<byte> value)
    {
        if (Statement.IndexOf(name) is var index and > 0) Statement.Bind(index, value);
        return this;
    }

    public Query BindVersion(int? version)
    {
        var index = Statement.IndexOf("@GrainStateVersion");
        if (version is { } number) Statement.Bind(index, number);
        else Statement.BindNull(index);
        return this;
    }
}
