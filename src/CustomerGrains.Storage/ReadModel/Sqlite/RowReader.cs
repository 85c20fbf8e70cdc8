using CustomerGrains.Storage.Sqlite;

namespace CustomerGrains.Storage.ReadModel.Sqlite;

/// <summary>Rows out of results.</summary>
internal static class RowReader
{
    private const int Own = 4;

    /// <summary>What <see cref="Read"/> reads, in that order.</summary>
    public static string Columns { get; } = "subscriber_id, version, as_of, changed, " + ReadModelFile.Columns;

    /// <summary>What <see cref="ReadClasses"/> reads, in that order.</summary>
    public static string ClassColumns { get; } = "subscriber_id, " + string.Join(", ", SubscriberFields.Classes.Select(static f => f.Name));

    private static readonly int[] PlacesOfClasses = [.. SubscriberFields.All.Select(static f => SubscriberFields.Classes.TakeWhile(c => c != f).Count())];

    /// <summary>A row with its classes only.</summary>
    public static SubscriberRow ReadClasses(Statement statement, int first) => new(
        statement.Text(first), 0, 0, 0,
        field => field.IsClass ? statement.Int64(first + 1 + PlacesOfClasses[field.Ordinal]) : SubscriberRow.Absent, field => statement.Text(first + 1 + PlacesOfClasses[field.Ordinal]));

    public static SubscriberRow Read(Statement statement, int first) => new(
        statement.Text(first), statement.Int64(first + 1), statement.Int64(first + 2), statement.Int64(first + 3),
        field => statement.Int64(first + Own + field.Ordinal), field => statement.Text(first + Own + field.Ordinal));
}
