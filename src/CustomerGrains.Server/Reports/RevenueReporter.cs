using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Search;
using CustomerGrains.Server.Search.Filtering;
using CustomerGrains.Server.Subscribers;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Reports;

/// <summary>GetRevenue: money by classes, read from the rows, since memory and kept days have classes alone.</summary>
public sealed class RevenueReporter
{
    private static readonly RowField[] Amounts = [SubscriberFields.BillLastMonthMicros, SubscriberFields.MonthChargeMicros, SubscriberFields.MarginMicros];
    private static readonly string[] Names = ["bill_last_month", "month_charge", "margin"];

    private readonly IReadModel _model;
    private readonly ReadModelWriter _writer;

    public RevenueReporter(IReadModel model, ReadModelWriter writer) => (_model, _writer) = (model, writer);

    internal async Task<RevenueReport> ReportAsync(GetRevenueRequest request, CancellationToken cancellationToken)
    {
        if (request.By.Count is not (1 or 2)) throw Errors.InvalidArgument("by", $"names {request.By.Count} classes; give one or two.");
        var by = request.By.Select(static name => ReportArguments.Class("by", name)).ToList();
        var condition = SubscriberSearch.Parse("filter", () => FilterParser.Parse(request.Filter));
        // Before the rows are read: they have at least what this says.
        var report = new RevenueReport { AsOf = SubscriberFacts.ToTime(_writer.AsOf) };
        var (groups, total) = (new Dictionary<Key, RevenueSums>(), new RevenueSums(Amounts.Length));
        await _model.ScanAsync(condition, [.. by, .. Amounts], values =>
        {
            var key = new Key(by[0], values, 0, by.Count > 1 ? new Key(by[1], values, 1) : null);
            if (!groups.TryGetValue(key, out var sums)) groups.Add(key, sums = new RevenueSums(Amounts.Length));
            sums.Add(values, by.Count);
            total.Add(values, by.Count);
        }, cancellationToken);
        foreach (var (key, sums) in groups.OrderBy(static g => g.Key)) report.Groups.Add(ToMessage([.. key.Names(by)], sums));
        report.Total = ToMessage([], total);
        if (request.Csv) report.Csv = ToCsv(request.By, report);
        return report;
    }

    private static RevenueReport.Types.Group ToMessage(IReadOnlyList<string> classes, RevenueSums sums) => new()
    {
        Classes = { classes },
        Subscribers = sums.Subscribers,
        BillLastMonth = sums.ToMessage(0),
        MonthCharge = sums.ToMessage(1),
        Margin = sums.ToMessage(2),
    };

    private static string ToCsv(IEnumerable<string> by, RevenueReport report) => Csv.Write(
        [.. by, "subscribers", .. Names.SelectMany(static n => (string[])[$"{n}_sum_micros", $"{n}_subscribers", $"{n}_mean_micros"])],
        report.Groups.Select(static g => (IEnumerable<object>)[.. g.Classes, g.Subscribers, .. Values(g.BillLastMonth), .. Values(g.MonthCharge), .. Values(g.Margin)]));

    private static object[] Values(RevenueReport.Types.Amount amount) => [amount.SumMicros, amount.Subscribers, amount.HasMeanMicros ? amount.MeanMicros : ""];

    /// <summary>The classes that a row has, as they are stored.</summary>
    private sealed record Key(long Number, string Text, Key? Second) : IComparable<Key>
    {
        public Key(RowField field, RowValues values, int place, Key? second = null) : this(field.IsText ? 0 : values.Number(place), field.IsText ? values.Text(place) : "", second)
        {
        }

        public int CompareTo(Key? other)
        {
            var order = Number.CompareTo(other!.Number);
            if (order == 0) order = string.CompareOrdinal(Text, other.Text);
            return order != 0 || Second is null ? order : Second.CompareTo(other.Second);
        }

        public IEnumerable<string> Names(IReadOnlyList<RowField> by)
        {
            yield return by[0].IsText ? Text : by[0].NameOf(Number);
            if (Second is not null) yield return by[1].IsText ? Second.Text : by[1].NameOf(Second.Number);
        }
    }
}
