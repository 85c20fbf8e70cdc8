using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Server.Search.Filtering;

/// <summary>Reads an order as AIP-132 has it: <c>field desc, other</c>.</summary>
public static class OrderParser
{
    private const int MaxFields = 3;

    /// <exception cref="FilterException">It cannot be understood.</exception>
    public static IReadOnlyList<RowOrder> Parse(string orderBy)
    {
        var order = new List<RowOrder>();
        if (string.IsNullOrWhiteSpace(orderBy)) return order;
        var position = 0;
        foreach (var part in orderBy.Split(','))
        {
            var words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words.Length is 0 or > 2 || (words.Length == 2 && words[1] is not ("asc" or "desc"))) throw new FilterException(position, "an order is 'field', 'field desc', or several with commas between them.");
            if (SubscriberFields.Find(words[0]) is not { IsSortable: true } field) throw new FilterException(position, $"lists are not ordered by '{Calls.Errors.Echo(words[0])}', but by {Known}.");
            if (order.Any(o => o.Field == field)) throw new FilterException(position, $"{field} is there twice.");
            if (order.Count == MaxFields) throw new FilterException(position, $"an order has at most {MaxFields} fields.");
            order.Add(new RowOrder(field, words is [_, "desc"]));
            position += part.Length + 1;
        }
        return order;
    }

    private static string Known => string.Join(", ", SubscriberFields.All.Prepend(SubscriberFields.SubscriberId).Where(static f => f.IsSortable).Select(static f => f.Name));
}
