using CustomerGrains.Storage.Sqlite;

namespace CustomerGrains.Storage.ReadModel.Sqlite;

/// <summary>Rows out of results.</summary>
internal static class RowReader
{
    private const int Own = 4;

    /// <summary>What <see cref="Read"/> reads, in that order.</summary>
    public static string Columns { get; } = "subscriber_id, version, as_of, changed, " + ReadModelFile.Columns;

    public static SubscriberRow Read(Statement statement, int first) => new(
        statement.Text(first), statement.Int64(first + 1), statement.Int64(first + 2), statement.Int64(first + 3),
        field => statement.Int64(first + Own + field.Ordinal), field => statement.Text(first + Own + field.Ordinal));
}
