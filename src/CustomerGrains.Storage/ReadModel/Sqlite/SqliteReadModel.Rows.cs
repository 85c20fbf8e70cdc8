using CustomerGrains.Storage.Sqlite;

namespace CustomerGrains.Storage.ReadModel.Sqlite;

public sealed partial class SqliteReadModel
{
    private const int OwnParameters = 5;

    private Statement? _upsert;

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
                    if (!added.TryGetValue(row.SubscriberId, out var number))
                    {
                        (number, var isNew) = _classes.RowOf(row.SubscriberId, added.Count);
                        if (isNew) added.Add(row.SubscriberId, number);
                    }
                    if (Upsert(number, row)) written.Add((number, row));
                }
                // Numbers are not given again, also when their rows are gone.
                _writer.Execute("UPDATE meta SET value = max(value, coalesce((SELECT max(row) + 1 FROM subscribers), 0)) WHERE key = 'rows'");
                using var update = _writer.PrepareOnce("UPDATE meta SET value = CASE key WHEN 'time' THEN ?1 ELSE ?2 END WHERE key IN ('time', 'clean')");
                update.Bind(1, stamp.Time).Bind(2, stamp.IsClean ? 1 : 0).Run();
            },
            CancellationToken.None).ConfigureAwait(false);
        _classes.Set(written);
        _stamp = stamp;
    }

    public async Task DeleteAsync(string subscriberId)
    {
        await WriteAsync(
            () =>
            {
                using var delete = _writer.PrepareOnce("DELETE FROM subscribers WHERE subscriber_id = ?1");
                delete.Bind(1, subscriberId).Run();
            },
            CancellationToken.None).ConfigureAwait(false);
        _classes.Remove(subscriberId);
    }

    /// <returns>Whether it was taken.</returns>
    private bool Upsert(int number, SubscriberRow row)
    {
        _upsert ??= _writer.Prepare(UpsertSql());
        _upsert.Bind(1, number).Bind(2, row.SubscriberId).Bind(3, row.Version).Bind(4, row.AsOf).Bind(5, row.Changed);
        foreach (var field in SubscriberFields.All)
        {
            var parameter = OwnParameters + 1 + field.Ordinal;
            if (field.IsText) _upsert.Bind(parameter, row.Text(field));
            else _upsert.Bind(parameter, row.Number(field));
        }
        var taken = false;
        while (_upsert.Step()) taken = true;
        _upsert.Reset();
        return taken;
    }

    private static string UpsertSql()
    {
        var fields = SubscriberFields.All;
        var values = string.Join(", ", Enumerable.Range(1, OwnParameters + fields.Count).Select(static n => "?" + n.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        var updates = string.Join(", ", fields.Select(static f => f.Name).Concat(["version", "as_of", "changed"]).Select(static name => $"{name} = excluded.{name}"));
        return $"""
            INSERT INTO subscribers (row, subscriber_id, version, as_of, changed, {ReadModelFile.Columns}) VALUES ({values})
            ON CONFLICT (row) DO UPDATE SET {updates}
            WHERE excluded.version > subscribers.version OR (excluded.version = subscribers.version AND excluded.as_of >= subscribers.as_of)
            RETURNING 1
            """;
    }
}
