using System.Globalization;
using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Tests.Search;

/// <summary>Makes random filters, each as text and as what it means: the meaning is built while the text is, and knows nothing of parser or SQL.</summary>
internal sealed class FilterOracle(Random random, bool classesOnly)
{
    private static readonly string[] Regions = ["", "Beijing", "Bei", "天津", "a\"b", "Tianjin east"];
    private static readonly string[] Values = ["NONE", "LOW_RELEASABLE", "LOW_TO_IMPROVE", "ORDINARY", "HIGH", "IMPORTANT"];
    private static readonly string[] Kinds = ["FLAGSHIP_BRAND", "ENTERPRISE_GROUP", "FAMILY_PLAN"];
    private static readonly DateTimeOffset Base = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public SubscriberRow Row(int i) => new(
        $"s-{i:000}", 1, 1,
        (SubscriberFields.Region, Regions[random.Next(Regions.Length)]),
        (SubscriberFields.ValueClass, random.Next(Values.Length)),
        (SubscriberFields.Measures, random.Next(8) << 1),
        (SubscriberFields.StarLevel, random.Next(6)),
        (SubscriberFields.PortOutRequested, random.Next(2)),
        (SubscriberFields.ArrearsDays, random.Next(4) == 0 ? SubscriberRow.Absent : random.Next(-3, 4)),
        (SubscriberFields.ChurnProbability, random.Next(4) == 0 ? SubscriberRow.Absent : random.Next(5) * 250_000),
        (SubscriberFields.ContractEndTime, random.Next(4) == 0 ? SubscriberRow.Absent : Base.AddDays(random.Next(5)).ToUnixTimeSeconds()));

    /// <summary>Words of AND, which may stand for blanks; OR between terms without parentheses; both negations.</summary>
    public (string Text, Func<SubscriberRow, bool> Holds) Filter(int depth)
    {
        var factors = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Factor(depth)).ToList();
        var text = factors[0].Text;
        foreach (var factor in factors.Skip(1)) text += (random.Next(2) == 0 ? " AND " : " ") + factor.Text;
        return (text, row => factors.All(f => f.Holds(row)));
    }

    private (string Text, Func<SubscriberRow, bool> Holds) Factor(int depth)
    {
        var terms = Enumerable.Range(0, random.Next(1, 3)).Select(_ => Term(depth)).ToList();
        return (string.Join(" OR ", terms.Select(t => t.Text)), row => terms.Any(t => t.Holds(row)));
    }

    private (string Text, Func<SubscriberRow, bool> Holds) Term(int depth)
    {
        if (random.Next(5) == 0 && Term(depth) is var inner) return ((random.Next(2) == 0 ? "NOT " : "-") + inner.Text, row => !inner.Holds(row));
        if (depth > 0 && random.Next(3) == 0 && Filter(depth - 1) is var nested) return ($"({nested.Text})", nested.Holds);
        return Comparison();
    }

    private (string Text, Func<SubscriberRow, bool> Holds) Comparison()
    {
        switch (random.Next(classesOnly ? 5 : 8))
        {
            case 0:
                var region = Regions[random.Next(Regions.Length)];
                var quoted = "\"" + region.Replace("\"", "\\\"", StringComparison.Ordinal);
                return random.Next(4) switch
                {
                    0 => ($"region = {quoted}*\"", r => r.Text(SubscriberFields.Region).StartsWith(region, StringComparison.Ordinal)),
                    1 => ($"region != {quoted}\"", r => r.Text(SubscriberFields.Region) != region),
                    2 => ("region:*", r => r.Text(SubscriberFields.Region).Length > 0),
                    _ => ($"region:{quoted}\"", r => r.Text(SubscriberFields.Region) == region),
                };
            case 1: return Compared("value_class", SubscriberFields.ValueClass, random.Next(Values.Length), v => Values[v], value => value);
            case 2:
                var bit = random.Next(Kinds.Length);
                return ($"measures:{Kinds[bit]}", r => (r.Number(SubscriberFields.Measures) >> (bit + 1) & 1) == 1);
            case 3: return Compared("star_level", SubscriberFields.StarLevel, random.Next(6), static v => v.ToString(CultureInfo.InvariantCulture), static v => v);
            case 4:
                var yes = random.Next(2) == 0;
                return ($"port_out_requested = {(yes ? "true" : "false")}", r => r.Number(SubscriberFields.PortOutRequested) == 1 == yes);
            case 5: return Compared("arrears_days", SubscriberFields.ArrearsDays, random.Next(-3, 4), static v => v.ToString(CultureInfo.InvariantCulture), static v => v);
            case 6: return Compared("churn_probability", SubscriberFields.ChurnProbability, random.Next(9), static v => (v / 8.0).ToString(CultureInfo.InvariantCulture), static v => v * 125_000);
            default: return Compared("contract_end_time", SubscriberFields.ContractEndTime, random.Next(5), static v => Base.AddDays(v).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), static v => Base.AddDays(v).ToUnixTimeSeconds());
        }
    }

    private (string Text, Func<SubscriberRow, bool> Holds) Compared(string name, RowField field, int value, Func<int, string> text, Func<int, long> stored)
    {
        var wanted = stored(value);
        (string Sign, Func<long, bool> Holds)[] signs = [("=", v => v == wanted), ("!=", v => v != wanted), ("<", v => v < wanted), ("<=", v => v <= wanted), (">", v => v > wanted), (">=", v => v >= wanted)];
        var (sign, holds) = signs[random.Next(signs.Length)];
        return ($"{name}{(random.Next(2) == 0 ? " " : "")}{sign} {text(value)}", r => r.Number(field) != SubscriberRow.Absent && holds(r.Number(field)));
    }
}
