using System.Globalization;
using CustomerGrains.Cli.Demo;
using CustomerGrains.Cli.Output;
using CustomerGrains.Server.Search.Filtering;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.Storage.ReadModel.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerGrains.Cli.Bench;

/// <summary>The read model alone: rows written, then reports and searches one after another, each kind with its quantiles.</summary>
internal sealed class SearchBench(int rows, int seconds, string? data, Terminal terminal)
{
    private const int Batch = 10_000;
    private const int Page = 50;

    private static readonly string[] Brands = ["GoTone", "M-Zone", "Easyown"];

    private static readonly (string Filter, string Order)[] Searches =
    [
        ("value_class = HIGH AND region = \"region-07\"", "churn_probability desc"),
        ("retention_class = CHURN_PRONE OR retention_class = IMPORTANT", "average_bill_micros desc"),
        ("arrears_days > 60", "churn_probability desc"),
        ("churn_band = HIGH AND measures:FAMILY_PLAN AND star_level >= 4", "bill_last_month_micros desc"),
        ("outlet = \"outlet-0123\" AND contract_end_time < 2026-03-01T00:00:00Z", "contract_end_time"),
        ("region = \"nowhere\"", "churn_probability desc"),
        ("", "churn_probability desc"),
        ("brand = GoTone AND NOT may_contact = false", ""),
        ("month_voice_seconds > 9000 AND brand = GoTone", "last_outgoing_time desc"),
        ("month_voice_seconds > 9998 AND brand = GoTone", "last_outgoing_time desc"),
        ("region = \"region-07\" AND brand = GoTone", "churn_probability desc"),
        ("rfm_recency = 5 AND star_level >= 2", "last_outgoing_time desc"),
        ("star_level >= 4", "arrears_days, average_bill_micros desc"),
    ];

    /// <summary>Runs it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var folder = DemoFolder.Make(data);
        await using (var model = SqliteReadModel.Open(folder.Path, 1, NullLogger.Instance))
        {
            Print($"rows made: {await FillAsync(model, 1, cancellationToken):N0} rows/s; read model of {rows:N0}");
        }
        var opened = TimeProvider.System.GetTimestamp();
        await using var reopened = SqliteReadModel.Open(folder.Path, 1, NullLogger.Instance);
        await reopened.Ready;
        Print($"opened with all classes in memory in {TimeProvider.System.GetElapsedTime(opened).TotalSeconds:0.0} s; {new DirectoryInfo(folder.Path).EnumerateFiles().Sum(static f => f.Length) / rows} bytes a row on disk");
        await AskAsync(reopened, cancellationToken);
        var rate = await WriteAsync(reopened, Math.Min(rows, 10 * Batch), 2, cancellationToken);
        Print($"rows overwritten, every class and number another: {rate:N0} rows/s");
        var kept = TimeProvider.System.GetTimestamp();
        await reopened.KeepDayAsync(new ReportDay(20_000, 1, false), cancellationToken);
        Print($"day kept in {TimeProvider.System.GetElapsedTime(kept).TotalSeconds:0.0} s");
    }

    private Task<double> FillAsync(SqliteReadModel model, long version, CancellationToken cancellationToken) => WriteAsync(model, rows, version, cancellationToken);

    private static async Task<double> WriteAsync(SqliteReadModel model, int count, long version, CancellationToken cancellationToken)
    {
        var random = new Random((int)version);
        var started = TimeProvider.System.GetTimestamp();
        var batch = new List<SubscriberRow>(Batch);
        for (var i = 0; i < count; i++)
        {
            batch.Add(Row(i, version, random));
            if (batch.Count < Batch && i < count - 1) continue;
            cancellationToken.ThrowIfCancellationRequested();
            await model.WriteAsync(batch, new ReadModelStamp(1, false));
            batch.Clear();
        }
        return count / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private async Task AskAsync(SqliteReadModel model, CancellationToken cancellationToken)
    {
        var questions = new List<(string Name, Func<Task<long>> Ask)>
        {
            ("population by value class and region", () => CountAsync(model, "", SubscriberFields.ValueClass, SubscriberFields.Region, cancellationToken)),
            ("population by churn band and outlet, of a brand", () => CountAsync(model, "brand = GoTone AND value_class >= ORDINARY", SubscriberFields.ChurnBand, SubscriberFields.Outlet, cancellationToken)),
        };
        foreach (var (filter, order) in Searches) questions.Add(($"search '{filter}' by '{order}'", () => SearchAsync(model, filter, order, cancellationToken)));
        var times = questions.Select(static _ => new LatencyHistogram()).ToList();
        var all = new LatencyHistogram();
        var found = new long[questions.Count];
        var until = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(until).TotalSeconds < seconds)
        {
            for (var i = 0; i < questions.Count; i++)
            {
                var began = TimeProvider.System.GetTimestamp();
                found[i] = await questions[i].Ask();
                var took = TimeProvider.System.GetElapsedTime(began);
                times[i].Add(took);
                all.Add(took);
            }
        }
        for (var i = 0; i < questions.Count; i++) Print($"{questions[i].Name}: p50 {times[i].Quantile(0.5).TotalMilliseconds:0.0} ms, p95 {times[i].Quantile(0.95).TotalMilliseconds:0.0} ms, max {times[i].Max.TotalMilliseconds:0} ms, {found[i]:N0} found");
        Print($"all questions, one after another: p50 {all.Quantile(0.5).TotalMilliseconds:0.0} ms, p95 {all.Quantile(0.95).TotalMilliseconds:0.0} ms");
    }

    private static Task<long> CountAsync(SqliteReadModel model, string filter, RowField first, RowField second, CancellationToken cancellationToken) =>
        model.ReadClassesAsync(view => view.Count(view.Match(FilterParser.Parse(filter, classesOnly: true)), first, second).Sum(static c => c.Count), cancellationToken);

    private static async Task<long> SearchAsync(SqliteReadModel model, string filter, string order, CancellationToken cancellationToken) =>
        (await model.SearchAsync(new RowQuery(FilterParser.Parse(filter), OrderParser.Parse(order), Page), cancellationToken)).Rows.Count;

    private static SubscriberRow Row(int i, long version, Random random)
    {
        var values = new (RowField, object)[SubscriberFields.All.Count];
        foreach (var field in SubscriberFields.All) values[field.Ordinal] = (field, Value(field, random));
        return new SubscriberRow(string.Create(CultureInfo.InvariantCulture, $"s-{i:00000000}"), version, version, values);
    }

    private static object Value(RowField field, Random random)
    {
        if (field == SubscriberFields.Brand || field == SubscriberFields.FittingBrand) return Brands[random.Next(Brands.Length)];
        if (field == SubscriberFields.Region) return string.Create(CultureInfo.InvariantCulture, $"region-{random.Next(31):00}");
        if (field == SubscriberFields.Outlet) return string.Create(CultureInfo.InvariantCulture, $"outlet-{random.Next(2_000):0000}");
        if (field == SubscriberFields.Plan) return string.Create(CultureInfo.InvariantCulture, $"plan-{random.Next(60):00}");
        if (field == SubscriberFields.ArrearsDays) return random.Next(20) == 0 ? random.Next(120) : 0L;
        if (field == SubscriberFields.ChurnProbability) return (long)(1_000_000 * Math.Pow(random.NextDouble(), 4));
        return field.Type switch
        {
            RowFieldType.Text => "",
            RowFieldType.Enum => random.Next(field.Values.Count),
            RowFieldType.Flag => random.Next(8) == 0 ? 1 : 0,
            RowFieldType.Set => random.Next(32) << 1,
            RowFieldType.Level => random.Next(6),
            RowFieldType.Time => 1_700_000_000L + random.Next(80_000_000),
            _ => field.Name.EndsWith("micros", StringComparison.Ordinal) ? random.NextInt64(600_000_000) : random.Next(10_000),
        };
    }

    private void Print(FormattableString text) => terminal.Out.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
