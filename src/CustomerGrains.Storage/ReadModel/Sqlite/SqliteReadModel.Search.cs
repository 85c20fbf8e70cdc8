using CustomerGrains.Storage.Sqlite;

namespace CustomerGrains.Storage.ReadModel.Sqlite;

public sealed partial class SqliteReadModel
{
    /// <summary>So few rows are read one by one; of more, all are gone through.</summary>
    private const int FewRows = 20_000;

    public async Task<RowPage> SearchAsync(RowQuery query, CancellationToken cancellationToken)
    {
        await Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        var order = query.Order.Count > 0 ? query.Order : [new RowOrder(SubscriberFields.SubscriberId, false)];
        return await ReadAsync(database => Search(database, query, order), cancellationToken).ConfigureAwait(false);
    }

    public async Task<long> CountAsync(RowCondition? condition, CancellationToken cancellationToken)
    {
        await Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        var (certain, unsure) = _classes.View(view =>
        {
            var certain = view.Match(condition, isCertain: true);
            return (certain.Count, view.Match(condition, isCertain: false).Except(certain));
        });
        if (unsure.Count == 0) return certain;
        return await ReadAsync(
            database =>
            {
                var isFew = unsure.Count <= FewRows;
                using var count = new RowSql().Add("SELECT count(*)").From(isFew ? unsure.Take(FewRows) : null).Add(" WHERE ").Condition(condition!).Prepare(database);
                return count.Step() ? count.Int64(0) + (isFew ? certain : 0) : 0;
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
        return await _searching.RunAsync(() => _classes.View(read), cancellationToken).ConfigureAwait(false);
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
        // Memory has no ids: of whom a condition on them holds is known to the file alone.
        var isById = query.Condition?.Fields.Contains(SubscriberFields.SubscriberId) == true;
        if (!isById && RowPlaces.In(order) is { } places && FromHead(database, query, order, places) is { } page) return page;
        return ToPage(Read(database, query, order, IsRange(query.Condition, order) ? null : Few(query.Condition)), query, order);
    }

    /// <summary>Whether a page is a range of ids, which have an index.</summary>
    private static bool IsRange(RowCondition? condition, IReadOnlyList<RowOrder> order) => order[0].Field == SubscriberFields.SubscriberId && condition?.Fields.All(static f => f == SubscriberFields.SubscriberId) != false;

    /// <summary>The rows of which the condition can hold; null when they are too many to read them one by one.</summary>
    private IEnumerable<int>? Few(RowCondition? condition) => _classes.View(view => view.Match(condition, isCertain: false) is { Count: <= FewRows } few ? few.Take(FewRows) : null);

    /// <summary>A page out of the rows that memory has in front; null when they are not enough, because too many that it has there are not.</summary>
    /// <remarks>Exact, as of when memory was looked at, a moment behind the file. Each row that is not read, and of which the condition can hold, has a
    /// place greater than <c>last</c>. So those read that have one up to it stand in front of them all, and the file sorts and judges these by the values
    /// themselves. What has since moved behind <c>last</c> is dropped: it would end the page behind rows that were not read, and the next begins there.</remarks>
    private RowPage? FromHead(Database database, RowQuery query, IReadOnlyList<RowOrder> order, RowPlaces places)
    {
        var from = query.After is { } after ? places.Of(after) : 0;
        // Twice a page is enough but where values were rounded to the same key, or rows have just changed.
        foreach (var wanted in (int[])[2 * (query.Size + 1), FewRows])
        {
            var (rows, last) = _classes.View(view => places.Head(view, view.Match(query.Condition, isCertain: false), from, wanted));
            var found = Read(database, query, order, rows).TakeWhile(r => places.Of(r.Values, r.Row) <= last).ToList();
            if (found.Count > query.Size || last == RowPlaces.End) return ToPage(found, query, order);
        }
        return null;
    }

    /// <summary>The first rows in the order, of these alone or of all, and one more than the page has room for.</summary>
    private static List<(long Row, SubscriberRow Values)> Read(Database database, RowQuery query, IReadOnlyList<RowOrder> order, IEnumerable<int>? among)
    {
        // Only keys are sorted; all columns are read of the page's rows.
        var sql = new RowSql().Add("SELECT row, ").Add(RowReader.Columns).Add(" FROM (SELECT row AS wanted").From(among).Add(" WHERE ");
        if (query.After is { } cursor) sql.Behind(order, cursor).Add(" AND ");
        if (query.Condition is { } condition) sql.Condition(condition);
        else sql.Add("1");
        sql.Add(" ORDER BY ").Order(order).Add(" LIMIT ").Value(query.Size + 1L).Add(") CROSS JOIN subscribers ON row = wanted ORDER BY ").Order(order);
        using var select = sql.Prepare(database);
        var rows = new List<(long, SubscriberRow)>();
        while (select.Step()) rows.Add((select.Int64(0), RowReader.Read(select, 1)));
        return rows;
    }

    private static RowPage ToPage(List<(long Row, SubscriberRow Values)> found, RowQuery query, IReadOnlyList<RowOrder> order)
    {
        var rows = found.Take(query.Size).Select(static r => r.Values).ToList();
        if (found.Count <= query.Size) return new RowPage(rows, null);
        var last = found[query.Size - 1];
        return new RowPage(rows, new RowCursor([.. order.Select(o => (object)(o.Field.IsText ? last.Values.Text(o.Field) : last.Values.Number(o.Field)))], last.Row));
    }
}
