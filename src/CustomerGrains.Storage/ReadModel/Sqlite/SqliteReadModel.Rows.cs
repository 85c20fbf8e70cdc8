using CustomerGrains.Storage.Sqlite;

namespace CustomerGrains.Storage.ReadModel.Sqlite;

public sealed partial class SqliteReadModel
{
    private const int OwnParameters = 5;

    /// <summary>Statements that update rows: by which of their indexed fields changed there is one each, made when it is wanted. Beyond so many, all
    /// indexed fields are taken for changed.</summary>
    private const int MaxUpdates = 64;

    /// <summary>Fields with an index: to change one takes its old entry out and puts a new one in, elsewhere; SQLite does so whatever the values.</summary>
    private static readonly RowField[] Indexed = [.. SubscriberFields.All.Where(static f => f.IsSortable)];

    private static readonly uint AllIndexed = (1U << Indexed.Length) - 1;

    private readonly Dictionary<uint, Statement> _updates = [];
    private Statement? _insert;
    private Statement? _before;

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
                    if (Put(number, row)) written.Add((number, row));
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

    /// <returns>Whether it was taken: no later one is there.</returns>
    private bool Put(int number, SubscriberRow row)
    {
        _before ??= _writer.Prepare($"SELECT version, as_of, {string.Join(", ", Indexed.Select(static f => f.Name))} FROM subscribers WHERE row = ?1");
        _before.Bind(1, number);
        var (isThere, isLater, changed) = (false, true, 0U);
        if (_before.Step())
        {
            isThere = true;
            var version = _before.Int64(0);
            isLater = row.Version > version || (row.Version == version && row.AsOf >= _before.Int64(1));
            for (var i = 0; i < Indexed.Length; i++)
            {
                if (_before.Int64(2 + i) != row.Number(Indexed[i])) changed |= 1U << i;
            }
        }
        _before.Reset();
        if (!isLater) return false;
        if (!isThere || (_updates.Count >= MaxUpdates && !_updates.ContainsKey(changed))) changed = AllIndexed;
        var statement = isThere ? UpdateOf(changed) : _insert ??= _writer.Prepare(InsertSql());
        statement.Bind(1, number).Bind(3, row.Version).Bind(4, row.AsOf).Bind(5, row.Changed);
        if (!isThere) statement.Bind(2, row.SubscriberId);
        foreach (var field in SubscriberFields.All.Where(f => IsWritten(f, changed)))
        {
            var parameter = OwnParameters + 1 + field.Ordinal;
            if (field.IsText) statement.Bind(parameter, row.Text(field));
            else statement.Bind(parameter, row.Number(field));
        }
        statement.Run();
        return true;
    }

    private Statement UpdateOf(uint changed)
    {
        if (!_updates.TryGetValue(changed, out var update)) _updates.Add(changed, update = _writer.Prepare(UpdateSql(changed)));
        return update;
    }

    private static bool IsWritten(RowField field, uint changed) => !field.IsSortable || (changed >> Array.IndexOf(Indexed, field) & 1) != 0;

    private static string InsertSql() =>
        $"INSERT INTO subscribers (row, subscriber_id, version, as_of, changed, {ReadModelFile.Columns}) VALUES ({string.Join(", ", Enumerable.Range(1, OwnParameters + SubscriberFields.All.Count).Select(Parameter))})";

    private static string UpdateSql(uint changed)
    {
        var fields = SubscriberFields.All.Where(f => IsWritten(f, changed)).Select(static f => $"{f.Name} = {Parameter(OwnParameters + 1 + f.Ordinal)}");
        return $"UPDATE subscribers SET version = ?3, as_of = ?4, changed = ?5, {string.Join(", ", fields)} WHERE row = ?1";
    }

    private static string Parameter(int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"?{number}");
}
