using System.Globalization;
using CustomerGrains.Storage.Sqlite;

namespace CustomerGrains.Storage.ReadModel.Sqlite;

public sealed partial class SqliteReadModel
{
    /// <summary>So few candidates are read and sorted; with more of them the order's own index comes to a full page sooner.</summary>
    private const int FewRows = 20_000;

    private const string ById = "subscriber_id";

    public async Task<RowPage> SearchAsync(RowQuery query, CancellationToken cancellationToken)
    {
        await Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        var order = query.Order.Count > 0 ? query.Order : [new RowOrder(SubscriberFields.SubscriberId, false)];
        return await ReadAsync(database => Search(database, query, order), cancellationToken).ConfigureAwait(false);
    }

    public async Task<long> CountAsync(RowCondition? condition, CancellationToken cancellationToken)
    {
        await Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (IsOfClasses(condition)) return _classes.View(view => view.Match(condition).Count);
        return await ReadAsync(
            database =>
            {
                using var count = new RowSql().Add("SELECT count(*) FROM subscribers WHERE ").Condition(condition!).Prepare(database);
                return count.Step() ? count.Int64(0) : 0;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task ScanAsync(RowCondition? condition, IReadOnlyList<RowField> fields, RowVisitor visit, CancellationToken cancellationToken)
    {
        await Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        await ReadAsync(
            database =>
            {
                var sql = new RowSql().Add("SELECT ").Add(string.Join(", ", fields.Select(static f => f.Name))).Add(" FROM subscribers WHERE ");
                using var select = (condition is null ? sql.Add("1") : sql.Condition(condition)).Prepare(database);
                while (select.Step()) visit(new RowValues(select));
                return 0;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<T> ReadClassesAsync<T>(Func<ClassView, T> read, CancellationToken cancellationToken)
    {
        await Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => _classes.View(read), cancellationToken).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<string>> ReadIdsAsync(IReadOnlyCollection<int> rows, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<string>>(
        database =>
        {
            var ids = new List<string>();
            using var select = database.PrepareOnce("SELECT subscriber_id FROM subscribers WHERE row = ?1");
            foreach (var row in rows)
            {
                if (select.Bind(1, row).Step()) ids.Add(select.Text(0));
                select.Reset();
            }
            return ids;
        },
        cancellationToken);

    private RowPage Search(Database database, RowQuery query, IReadOnlyList<RowOrder> order)
    {
        var candidates = Candidates(database, query.Condition);
        var sql = new RowSql().Add("SELECT row, ").Add(RowReader.Columns).Add(" FROM subscribers WHERE ");
        // A scalar is read once; + keeps SQLite from walking the order's index past rows that are none.
        if (candidates is not null) sql.Add("row IN (SELECT value FROM json_each(").Value(candidates).Add(")) AND ");
        if (query.After is { } cursor) sql.Behind(order, cursor).Add(" AND ");
        if (query.Condition is { } condition) sql.Condition(condition);
        else sql.Add("1");
        sql.Add(" ORDER BY ").Order(order).Add(" LIMIT ").Value(query.Size + 1L);
        using var select = sql.Prepare(database);
        var rows = new List<SubscriberRow>();
        RowCursor? next = null;
        var last = 0L;
        while (select.Step())
        {
            if (rows.Count == query.Size)
            {
                next = new RowCursor([.. order.Select(o => (object)(o.Field.IsText ? rows[^1].Text(o.Field) : rows[^1].Number(o.Field)))], last);
                break;
            }
            last = select.Int64(0);
            rows.Add(RowReader.Read(select, 1));
        }
        return new RowPage(rows, next);
    }

    /// <summary>The rows of which alone the condition can hold, as a JSON list, when one of the terms that all have to hold says that they
    /// are few: the classes' in memory, or a bound of an indexed field.</summary>
    private string? Candidates(Database database, RowCondition? condition)
    {
        var terms = condition is RowCondition.And and ? and.Terms : condition is null ? [] : [condition];
        var ofClasses = terms.Where(IsOfClasses).ToList();
        if (ofClasses.Count > 0)
        {
            var rows = _classes.View(view => view.Match(new RowCondition.And(ofClasses)) is { Count: <= FewRows } few ? few.Take(FewRows).ToList() : null);
            if (rows is not null) return ToJson(rows.Select(static r => (long)r));
        }
        foreach (var term in terms.OfType<RowCondition.Numbers>().Where(static n => n.Field.IsSortable && n.Comparison != RowComparison.NotEqual))
        {
            using var select = new RowSql().Add("SELECT row FROM subscribers WHERE ").Condition(term).Add(" LIMIT ").Value(FewRows + 1L).Prepare(database);
            var rows = new List<long>();
            while (select.Step()) rows.Add(select.Int64(0));
            if (rows.Count <= FewRows) return ToJson(rows);
        }
        return null;
    }

    private static bool IsOfClasses(RowCondition? condition) => condition is null || condition.Fields.All(static f => f.IsClass && f.Name != ById);

    private static string ToJson(IEnumerable<long> rows) => $"[{string.Join(',', rows.Select(static r => r.ToString(CultureInfo.InvariantCulture)))}]";
}
