using System.Text;
using CustomerGrains.Storage.Sqlite;

namespace CustomerGrains.Storage.ReadModel.Sqlite;

/// <summary>Writes conditions and orders as SQL. Values are parameters, always; names come from the list of fields.</summary>
internal sealed class RowSql
{
    private readonly StringBuilder _sql = new();
    private readonly List<object> _values = [];

    public RowSql Add(string sql)
    {
        _sql.Append(sql);
        return this;
    }

    public RowSql Value(object value)
    {
        _values.Add(value);
        _sql.Append('?');
        return this;
    }

    public RowSql Condition(RowCondition condition) => condition switch
    {
        RowCondition.And and => Join(and.Terms, " AND "),
        RowCondition.Or or => Join(or.Terms, " OR "),
        RowCondition.Not not => Add("NOT (").Condition(not.Term).Add(")"),
        RowCondition.Numbers numbers => Numbers(numbers),
        RowCondition.Texts texts => Texts(texts),
        _ => throw new ArgumentException($"{condition.GetType().Name} is no condition."),
    };

    public RowSql Order(IReadOnlyList<RowOrder> order)
    {
        for (var i = 0; i < order.Count; i++) Add(i == 0 ? "" : ", ").Add(order[i].Field.Name).Add(Direction(order[i].IsDescending));
        return Add(order.Count == 0 ? "" : ", ").Add("row").Add(Direction(IsRowDescending(order)));
    }

    /// <summary>Behind a place in the order: (a, b, row) &gt; (x, y, n), each in its direction.</summary>
    public RowSql Behind(IReadOnlyList<RowOrder> order, RowCursor cursor)
    {
        // The first key bounds what an index is read from; what follows is exact.
        if (order.Count > 0) Add(order[0].Field.Name).Add(order[0].IsDescending ? " <= " : " >= ").Value(cursor.Values[0]).Add(" AND ");
        Add("(");
        for (var i = 0; i < order.Count; i++)
        {
            var name = order[i].Field.Name;
            Add(name).Add(order[i].IsDescending ? " < " : " > ").Value(cursor.Values[i]).Add(" OR (").Add(name).Add(" = ").Value(cursor.Values[i]).Add(" AND (");
        }
        Add("row").Add(IsRowDescending(order) ? " < " : " > ").Value(cursor.Row);
        return Add(new string(')', (2 * order.Count) + 1));
    }

    public Statement Prepare(Database database)
    {
        var statement = database.PrepareOnce(_sql.ToString());
        try
        {
            for (var i = 0; i < _values.Count; i++)
            {
                if (_values[i] is string text) statement.Bind(i + 1, text);
                else statement.Bind(i + 1, Convert.ToInt64(_values[i], System.Globalization.CultureInfo.InvariantCulture));
            }
            return statement;
        }
        catch
        {
            statement.Dispose();
            throw;
        }
    }

    /// <summary>Reads these rows alone: as a CROSS JOIN, so that no index of a condition or of the order is walked past rows that are none of them.</summary>
    public RowSql From(IEnumerable<int>? rows)
    {
        if (rows is null) return Add(" FROM subscribers");
        var list = $"[{string.Join(',', rows.Select(static r => r.ToString(System.Globalization.CultureInfo.InvariantCulture)))}]";
        return Add(" FROM (SELECT value AS listed FROM json_each(").Value(list).Add(")) CROSS JOIN subscribers ON row = listed");
    }

    /// <summary>As the last key, so that an index of one column gives the whole order.</summary>
    private static bool IsRowDescending(IReadOnlyList<RowOrder> order) => order.Count > 0 && order[^1].IsDescending;

    private static string Direction(bool isDescending) => isDescending ? " DESC" : "";

    private RowSql Join(IReadOnlyList<RowCondition> terms, string word)
    {
        Add("(");
        for (var i = 0; i < terms.Count; i++) Add(i == 0 ? "" : word).Condition(terms[i]);
        return Add(")");
    }

    private RowSql Numbers(RowCondition.Numbers condition)
    {
        var (name, mayBeAbsent) = (condition.Field.Name, !condition.Field.IsClass);
        switch (condition.Comparison)
        {
            case RowComparison.Present: return Add(name).Add(mayBeAbsent ? " > " : " <> ").Value(mayBeAbsent ? SubscriberRow.Absent : 0L);
            case RowComparison.Has: return Add("(").Add(name).Add(" & ").Value(condition.Value).Add(") = ").Value(condition.Value);
            default: break;
        }
        // The number that stands for an absent one is below all others.
        var takesAbsent = mayBeAbsent && condition.Comparison is RowComparison.Less or RowComparison.LessOrEqual or RowComparison.NotEqual;
        if (takesAbsent) Add("(").Add(name).Add(" > ").Value(SubscriberRow.Absent).Add(" AND ");
        Add(name).Add(Operator(condition.Comparison)).Value(condition.Value);
        return takesAbsent ? Add(")") : this;
    }

    private RowSql Texts(RowCondition.Texts condition)
    {
        var name = condition.Field.Name;
        return condition.Comparison switch
        {
            RowComparison.Present => Add(name).Add(" <> ''"),
            RowComparison.StartsWith => Add("(").Add(name).Add(" >= ").Value(condition.Value).Add(" AND substr(").Add(name).Add(", 1, length(").Value(condition.Value).Add(")) = ").Value(condition.Value).Add(")"),
            _ => Add(name).Add(Operator(condition.Comparison)).Value(condition.Value),
        };
    }

    private static string Operator(RowComparison comparison) => comparison switch
    {
        RowComparison.Equal => " = ",
        RowComparison.NotEqual => " <> ",
        RowComparison.Less => " < ",
        RowComparison.LessOrEqual => " <= ",
        RowComparison.Greater => " > ",
        RowComparison.GreaterOrEqual => " >= ",
        _ => throw new ArgumentException($"{comparison} is no operator."),
    };
}
