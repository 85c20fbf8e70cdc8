using CustomerGrains.Storage.Sqlite;

namespace CustomerGrains.Storage.ReadModel.Sqlite;

public sealed partial class SqliteReadModel
{
    private const int OwnParameters = 5;

    private Statement? _insert;
    private Statement? _update;

    public bool IsClassChange(SubscriberRow row) => _classes.IsClassChange(row);

    public async Task WriteAsync(IReadOnlyList<SubscriberRow> rows, ReadModelStamp stamp)
    {
        var written = new List<(int Row, SubscriberRow Values)>();
        await WriteAsync(
            () =>
            {
                written.Clear();
                var added = new Dictionary<string, int>(StringComparer.Ordinal);
                foreach (var row in rows)
                {
                    var isNew = false;
                    if (!added.TryGetValue(row.SubscriberId, out var number))
                    {
                        (number, isNew) = _classes.RowOf(row.SubscriberId, added.Count);
                        if (isNew) added.Add(row.SubscriberId, number);
                    }
                    if (Put(number, row, isNew)) written.Add((number, row));
                }
                // Numbers are not given again, also when their rows are gone.
                _writer.Execute("UPDATE meta SET value = max(value, coalesce((SELECT max(row) + 1 FROM subscribers), 0)) WHERE key = 'rows'");
                using var update = _writer.PrepareOnce("UPDATE meta SET value = CASE key WHEN 'time' THEN ?1 ELSE ?2 END WHERE key IN ('time', 'clean')");
                update.Bind(1, stamp.Time).Bind(2, stamp.IsClean ? 1 : 0).Run();
            },
            CancellationToken.None,
            () =>
            {
                _classes.Set(written);
                _stamp = stamp;
            }).ConfigureAwait(false);
    }

    public Task DeleteAsync(string subscriberId) => WriteAsync(
        () =>
        {
            using var delete = _writer.PrepareOnce("DELETE FROM subscribers WHERE subscriber_id = ?1");
            delete.Bind(1, subscriberId).Run();
        },
        CancellationToken.None,
        () => _classes.Remove(subscriberId));

    /// <returns>Whether it was taken: no later one is there.</returns>
    private bool Put(int number, SubscriberRow row, bool isNew)
    {
        var statement = isNew ? _insert ??= _writer.Prepare(InsertSql()) : _update ??= _writer.Prepare(UpdateSql());
        statement.Bind(1, number).Bind(2, row.SubscriberId).Bind(3, row.Version).Bind(4, row.AsOf).Bind(5, row.Changed);
        foreach (var field in SubscriberFields.All)
        {
            var parameter = OwnParameters + 1 + field.Ordinal;
            if (field.IsText) statement.Bind(parameter, row.Text(field));
            else statement.Bind(parameter, row.Number(field));
        }
        statement.Run();
        return _writer.Changes > 0;
    }

    private static string InsertSql() =>
        $"INSERT INTO subscribers (row, subscriber_id, version, as_of, changed, {ReadModelFile.Columns}) VALUES ({string.Join(", ", Enumerable.Range(1, OwnParameters + SubscriberFields.All.Count).Select(Parameter))})";

    private static string UpdateSql() =>
        $"""
        UPDATE subscribers SET version = ?3, as_of = ?4, changed = ?5, {string.Join(", ", SubscriberFields.All.Select(static f => $"{f.Name} = {Parameter(OwnParameters + 1 + f.Ordinal)}"))}
        WHERE row = ?1 AND subscriber_id = ?2 AND (version < ?3 OR (version = ?3 AND as_of <= ?4))
        """;

    private static string Parameter(int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"?{number}");
}
