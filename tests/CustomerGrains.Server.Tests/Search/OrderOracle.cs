using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Tests.Search;

/// <summary>Makes random rows, conditions and orders of values that are hard to round: neighbours beyond 2^24, both ends of what a number and a second can be,
/// absent ones, and many that are equal. What conditions mean is built beside them.</summary>
internal sealed class OrderOracle(Random random)
{
    private static readonly RowField[] Numbers = [SubscriberFields.ChurnProbability, SubscriberFields.AverageBillMicros, SubscriberFields.ArrearsDays, SubscriberFields.MonthVoiceSeconds];
    private static readonly RowField[] Times = [SubscriberFields.ActivationTime, SubscriberFields.LastOutgoingTime, SubscriberFields.LastUsageTime];
    private static readonly RowField[] Sortable = [.. Numbers, .. Times, SubscriberFields.SubscriberId];
    private static readonly string[] Regions = ["", "Beijing", "Bei", "天津"];

    public static string IdOf(int i) => $"s-{i * 7919 % 100_000:00000}";

    public SubscriberRow Row(int i, long version = 1) => new(
        IdOf(i), version, version,
        [
            .. Numbers.Select(f => (f, (object)Number())),
            .. Times.Select(f => (f, (object)Time())),
            (SubscriberFields.Region, Regions[random.Next(Regions.Length)]),
            (SubscriberFields.StarLevel, random.Next(6)),
        ]);

    public RowOrder[] Order()
    {
        var fields = Sortable.ToArray();
        random.Shuffle(fields);
        return [.. fields.Take(random.Next(1, 4)).Select(f => new RowOrder(f, random.Next(2) == 0))];
    }

    /// <summary>Rows in the order that they have to be found in, of those whose row numbers are their places in <paramref name="all"/>.</summary>
    public static List<string> Sorted(IEnumerable<SubscriberRow?> all, Func<SubscriberRow, bool> holds, RowOrder[] order)
    {
        var rows = all.Select(static (row, number) => (Values: row!, Number: number)).Where(r => r.Values is not null && holds(r.Values)).ToList();
        rows.Sort((x, y) =>
        {
            foreach (var (field, isDescending) in order.Select(static o => (o.Field, o.IsDescending)))
            {
                var compared = field.IsText ? string.CompareOrdinal(x.Values.Text(field), y.Values.Text(field)) : x.Values.Number(field).CompareTo(y.Values.Number(field));
                if (compared != 0) return isDescending ? -compared : compared;
            }
            return order[^1].IsDescending ? y.Number - x.Number : x.Number - y.Number;
        });
        return [.. rows.Select(static r => r.Values.SubscriberId)];
    }

    public (RowCondition Condition, Func<SubscriberRow, bool> Holds) Condition(int depth)
    {
        switch (random.Next(depth > 0 ? 9 : 6))
        {
            case 0:
                var star = random.Next(6);
                return (new RowCondition.Numbers(SubscriberFields.StarLevel, RowComparison.GreaterOrEqual, star), row => row.Number(SubscriberFields.StarLevel) >= star);
            case 1 when random.Next(4) == 0:
                var id = IdOf(random.Next(5_000));
                return (new RowCondition.Texts(SubscriberFields.SubscriberId, RowComparison.Less, id), row => string.CompareOrdinal(row.SubscriberId, id) < 0);
            case 1:
                var region = Regions[random.Next(Regions.Length)];
                return (new RowCondition.Texts(SubscriberFields.Region, RowComparison.Equal, region), row => row.Text(SubscriberFields.Region) == region);
            case < 6: return Comparison();
            case 6:
                var (term, termHolds) = Condition(depth - 1);
                return (new RowCondition.Not(term), row => !termHolds(row));
            case 7:
                var either = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Condition(depth - 1)).ToList();
                return (new RowCondition.Or([.. either.Select(static t => t.Condition)]), row => either.Any(t => t.Holds(row)));
            default:
                var all = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Condition(depth - 1)).ToList();
                return (new RowCondition.And([.. all.Select(static t => t.Condition)]), row => all.All(t => t.Holds(row)));
        }
    }

    private (RowCondition Condition, Func<SubscriberRow, bool> Holds) Comparison()
    {
        var isTime = random.Next(2) == 0;
        var field = isTime ? Times[random.Next(Times.Length)] : Numbers[random.Next(Numbers.Length)];
        long wanted;
        do wanted = isTime ? Time() : Number();
        while (wanted == SubscriberRow.Absent);
        (RowComparison Comparison, Func<long, bool> Holds)[] comparisons =
        [
            (RowComparison.Equal, v => v == wanted), (RowComparison.NotEqual, v => v != wanted), (RowComparison.Less, v => v < wanted), (RowComparison.LessOrEqual, v => v <= wanted),
            (RowComparison.Greater, v => v > wanted), (RowComparison.GreaterOrEqual, v => v >= wanted), (RowComparison.Present, _ => true),
        ];
        var (comparison, holds) = comparisons[random.Next(comparisons.Length)];
        return (new RowCondition.Numbers(field, comparison, wanted), row => row.Number(field) != SubscriberRow.Absent && holds(row.Number(field)));
    }

    private long Number() => random.Next(8) switch
    {
        0 => SubscriberRow.Absent,
        1 => random.Next(-3, 4),
        2 => (1 << 24) + random.Next(-4, 5),
        3 => -(1 << 24) + random.Next(-4, 5),
        4 => (1L << 40) + random.Next(300),
        5 => -(1L << 40) - random.Next(300),
        6 => random.Next(2) == 0 ? long.MaxValue - random.Next(4) : SubscriberRow.Absent + 1 + random.Next(4),
        _ => random.NextInt64(-1_000_000_000, 1_000_000_000),
    };

    private long Time() => random.Next(6) switch
    {
        0 => SubscriberRow.Absent,
        1 => random.Next(-3, 4),
        2 => uint.MaxValue + random.NextInt64(-3, 4),
        3 => random.Next(2) == 0 ? long.MaxValue - random.Next(4) : SubscriberRow.Absent + 1 + random.Next(4),
        4 => 1_770_000_000 + random.Next(20),
        _ => 1_700_000_000 + random.Next(90_000_000),
    };
}
