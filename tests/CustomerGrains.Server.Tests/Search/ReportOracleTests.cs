using CustomerGrains.V1;
using Grpc.Core;
using static CustomerGrains.Tests.Search.RowServer;
using Subscriber = CustomerGrains.Tests.Search.ReportedSubscriber;

namespace CustomerGrains.Tests.Search;

/// <summary>Reports through the wire against what a list of the subscribers of every day says.</summary>
public sealed class ReportOracleTests
{
    /// <summary>A filter as callers write it, and what it means.</summary>
    private static readonly (string Text, Func<Subscriber, bool> Holds)[] Filters =
    [
        ("", static _ => true),
        ("region = Beijing", static s => s.Region == "Beijing"),
        ("value_class = HIGH OR value_class = IMPORTANT", static s => s.Value >= 4),
        ("measures:FAMILY_PLAN AND NOT plan = \"=1+1\"", static s => s.Holds("FAMILY_PLAN") && s.Plan != "=1+1"),
        ("region = Nowhere", static s => s.Region == "Nowhere"),
    ];

    [Fact]
    public async Task Coverage_is_what_counting_the_list_gives()
    {
        await using var server = await StartAsync();
        var history = await ReportedHistory.WriteAsync(server, seed: 5, subscribers: 200, days: 12);
        var reports = new Reports.ReportsClient(server.Channel);
        foreach (var (text, holds) in Filters)
        {
            foreach (var (day, list) in history.Days.Select(d => (ReportedHistory.Name(d.Key), d.Value)).Append(("", history.Now)))
            {
                var report = await reports.GetMeasureCoverageAsync(new GetMeasureCoverageRequest { Filter = text, Day = day, Csv = true });
                var those = list.Values.Where(s => s.IsOnNetwork && holds(s)).ToList();
                Assert.Equal(
                    (those.Count(s => s.MeasureCount == 0), those.Count(s => s.MeasureCount == 1), those.Count(s => s.MeasureCount == 2), those.Count(s => s.MeasureCount > 2), those.Count(s => s.MeasureCount > 1), those.Count),
                    (report.ByNone, report.ByOne, report.ByTwo, report.ByThreeOrMore, report.CrossStabilised, report.Total));
                Assert.Equal(
                    Subscriber.MeasureNames.Skip(1).Select(m => (m, (long)those.Count(s => s.Holds(m)), (long)those.Count(s => s.Holds(m) && s.MeasureCount == 1))),
                    report.Measures.Select(m => (m.Measure_, m.Holders, m.Only)));
                Assert.Equal(day.Length > 0 && history.MadeUp.Contains(history.Days.Keys.First(d => ReportedHistory.Name(d) == day)), report.MadeUp);
                Assert.Contains($"\r\nholders,FAMILY_PLAN,{those.Count(s => s.Holds("FAMILY_PLAN"))},", report.Csv, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Churn_between_any_two_days_is_what_going_through_the_days_gives()
    {
        await using var server = await StartAsync();
        var history = await ReportedHistory.WriteAsync(server, seed: 6, subscribers: 250, days: 14);
        var reports = new Reports.ReportsClient(server.Channel);
        var days = history.Days.Keys.ToList();
        (int First, int? Last)[] periods = [(0, 1), (0, days.Count - 1), (2, 6), (3, null), (days.Count - 1, null), (0, null)];
        var seen = 0L;
        foreach (var (first, last) in periods)
        {
            foreach (var (text, holds) in Filters)
            {
                foreach (var reason in (string?[])[null, "price", ""])
                {
                    var walk = history.Days.Values.Skip(first).Take((last ?? days.Count) - first + 1).ToList();
                    if (last is null) walk.Add(history.Now);
                    var left = Left(walk, holds).Where(l => reason is null || l.Reason == reason).ToList();
                    var request = new GetChurnRequest { StartDay = ReportedHistory.Name(days[first]), EndDay = last is { } at ? ReportedHistory.Name(days[at]) : "", Filter = text, By = { "value_class", "plan", "tenure_band" }, MaxSubscribers = 1_000, Csv = true };
                    if (reason is not null) request.Reason = reason;
                    Check(await reports.GetChurnAsync(request), left, walk, holds, history.Now);
                    seen += left.Count;
                }
            }
        }
        Assert.True(seen > 500, $"Only {seen} left in all.");
    }

    [Fact]
    public async Task The_effect_of_a_measure_is_what_the_strata_of_the_list_give()
    {
        await using var server = await StartAsync();
        var history = await ReportedHistory.WriteAsync(server, seed: 7, subscribers: 300, days: 12);
        var reports = new Reports.ReportsClient(server.Channel);
        var days = history.Days.Keys.ToList();
        (int Day, int Horizon, int? Last)[] periods = [(0, days[3] - days[0], null), (1, 0, days.Count - 1), (2, 0, null)];
        foreach (var (at, horizon, last) in periods)
        {
            var (start, end) = (history.Days[days[at]], horizon > 0 ? history.Days[days[at] + horizon] : last is { } l ? history.Days[days[l]] : history.Now);
            foreach (var (text, holds) in Filters)
            {
                var request = new GetMeasureEffectRequest { Day = ReportedHistory.Name(days[at]), HorizonDays = horizon, EndDay = last is { } e ? ReportedHistory.Name(days[e]) : "", Filter = text, Csv = true };
                var report = await reports.GetMeasureEffectAsync(request);
                var population = start.Values.Where(s => s.IsOnNetwork && holds(s)).ToList();
                Assert.Equal(population.Count(s => !end.ContainsKey(s.Id)), report.Unknown);
                Assert.Equal(Subscriber.MeasureNames.Skip(1), report.Measures.Select(static m => m.Measure_));
                foreach (var effect in report.Measures) Check(effect, population.Where(s => end.ContainsKey(s.Id)).ToList(), s => !end[s.Id].IsOnNetwork);
                var one = await reports.GetMeasureEffectAsync(new GetMeasureEffectRequest(request) { Measure = "DEPOSIT_GIFT" });
                Assert.Equal(report.Measures.Single(static m => m.Measure_ == "DEPOSIT_GIFT"), Assert.Single(one.Measures));
            }
        }
    }

    [Fact]
    public async Task Revenue_is_the_sum_of_the_list_by_any_classes_and_filter()
    {
        await using var server = await StartAsync();
        var history = await ReportedHistory.WriteAsync(server, seed: 8, subscribers: 200, days: 1);
        var reports = new Reports.ReportsClient(server.Channel);
        foreach (var (text, holds) in Filters.Append(("bill_last_month_micros >= 100000000", static s => s.Bill >= 100_000_000)))
        {
            var report = await reports.GetRevenueAsync(new GetRevenueRequest { By = { "plan", "value_class" }, Filter = text, Csv = true });
            var those = history.Now.Values.Where(holds).ToList();
            var expected = those.GroupBy(static s => (s.Plan, s.Value)).OrderBy(static g => g.Key.Plan, StringComparer.Ordinal).ThenBy(static g => g.Key.Value);
            Assert.Equal(
                expected.Select(static g => (g.Key.Plan, Subscriber.ValueNames[g.Key.Value], (long)g.Count(), Sum(g, s => s.Bill), Sum(g, s => s.Charge), Sum(g, s => s.Margin))),
                report.Groups.Select(static g => (g.Classes[0], g.Classes[1], g.Subscribers, Of(g.BillLastMonth), Of(g.MonthCharge), Of(g.Margin))));
            Assert.Equal((those.Count, Sum(those, static s => s.Bill), Sum(those, static s => s.Margin)), (report.Total.Subscribers, Of(report.Total.BillLastMonth), Of(report.Total.Margin)));
        }
        var csv = (await reports.GetRevenueAsync(new GetRevenueRequest { By = { "plan" }, Csv = true })).Csv;
        Assert.StartsWith("plan,subscribers,bill_last_month_sum_micros,bill_last_month_subscribers,bill_last_month_mean_micros,month_charge_sum_micros,", csv, StringComparison.Ordinal);
        Assert.Contains("\r\n'=1+1,", csv, StringComparison.Ordinal);
        Assert.Contains("\r\n\"gold, \"\"5G\"\"\",", csv, StringComparison.Ordinal);

        static (long, long, long?) Sum(IEnumerable<Subscriber> those, Func<Subscriber, long?> amount)
        {
            var known = those.Select(amount).OfType<long>().ToList();
            return (known.Sum(), known.Count, known.Count == 0 ? null : (long)Math.Round(known.Sum() / (decimal)known.Count, MidpointRounding.AwayFromZero));
        }

        static (long, long, long?) Of(RevenueReport.Types.Amount amount) => (amount.SumMicros, amount.Subscribers, amount.HasMeanMicros ? amount.MeanMicros : null);
    }

    [Fact]
    public async Task Sums_beyond_64_bits_end_at_the_largest()
    {
        await using var server = await StartAsync();
        await PutAsync(server, [.. Enumerable.Range(0, 4).Select(static i => (Subscriber.Random(new Random(i), $"s{i}") with { Bill = long.MaxValue, Margin = -long.MaxValue }).ToRow(1))]);
        var total = (await new Reports.ReportsClient(server.Channel).GetRevenueAsync(new GetRevenueRequest { By = { "brand" } })).Total;
        Assert.Equal((long.MaxValue, long.MaxValue), (total.BillLastMonth.SumMicros, total.BillLastMonth.MeanMicros));
        Assert.Equal((long.MinValue, -long.MaxValue), (total.Margin.SumMicros, total.Margin.MeanMicros));
    }

    [Fact]
    public async Task Nobody_is_counted_where_there_is_nobody()
    {
        await using var server = await StartAsync();
        var reports = new Reports.ReportsClient(server.Channel);
        Assert.Equal(0, (await reports.GetMeasureCoverageAsync(new GetMeasureCoverageRequest { Csv = true })).Total);
        Assert.Empty((await reports.GetRevenueAsync(new GetRevenueRequest { By = { "brand" }, Csv = true })).Groups);
        var history = await ReportedHistory.WriteAsync(server, seed: 9, subscribers: 20, days: 1);
        var day = ReportedHistory.Name(history.Days.Keys.Single());
        var churn = await reports.GetChurnAsync(new GetChurnRequest { StartDay = day, Filter = "region = Nowhere", Csv = true });
        Assert.Equal((0L, 0L, false), (churn.Left, churn.Population, churn.HasRate));
        Assert.Equal("dimension,value,left,population,rate,population_left\r\nall,,0,0,,0\r\n", churn.Csv);
        var effect = await reports.GetMeasureEffectAsync(new GetMeasureEffectRequest { Day = day, Filter = "region = Nowhere", Measure = "FAMILY_PLAN", Csv = true });
        Assert.False(Assert.Single(effect.Measures).HasDifference);
        Assert.EndsWith("\r\nFAMILY_PLAN,,,0,0,0,0,0,,,,,\r\n", effect.Csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_asked_is_refused_by_its_field()
    {
        await using var server = await StartAsync();
        var reports = new Reports.ReportsClient(server.Channel);
        var history = await ReportedHistory.WriteAsync(server, seed: 10, subscribers: 5, days: 2);
        var day = ReportedHistory.Name(history.Days.Keys.First());
        await RefusedAsync("start_day", () => reports.GetChurnAsync(new GetChurnRequest()));
        await RefusedAsync("end_day", () => reports.GetChurnAsync(new GetChurnRequest { StartDay = day, EndDay = day }));
        await RefusedAsync("by", () => reports.GetChurnAsync(new GetChurnRequest { StartDay = day, By = { "arrears_days" } }));
        await RefusedAsync("max_subscribers", () => reports.GetChurnAsync(new GetChurnRequest { StartDay = day, MaxSubscribers = -1 }));
        await RefusedAsync("day", () => reports.GetMeasureEffectAsync(new GetMeasureEffectRequest()));
        await RefusedAsync("measure", () => reports.GetMeasureEffectAsync(new GetMeasureEffectRequest { Day = day, Measure = "NONE" }));
        await RefusedAsync("horizon_days", () => reports.GetMeasureEffectAsync(new GetMeasureEffectRequest { Day = day, HorizonDays = -1 }));
        await RefusedAsync("end_day", () => reports.GetMeasureEffectAsync(new GetMeasureEffectRequest { Day = day, HorizonDays = 1, EndDay = day }));
        await RefusedAsync("horizon_days", () => reports.GetMeasureEffectAsync(new GetMeasureEffectRequest { Day = day, HorizonDays = 30 }), StatusCode.NotFound);
        await RefusedAsync("by", () => reports.GetRevenueAsync(new GetRevenueRequest()));
        await RefusedAsync("first_day", () => reports.GetReconciliationAsync(new GetReconciliationRequest { FirstDay = "2026-01-02", LastDay = "2026-01-01" }));

        static async Task RefusedAsync<T>(string field, Func<AsyncUnaryCall<T>> call, StatusCode status = StatusCode.InvalidArgument)
        {
            var exception = await Assert.ThrowsAsync<RpcException>(async () => await call());
            Assert.Equal(status, exception.StatusCode);
            Assert.StartsWith(field, exception.Status.Detail, StringComparison.Ordinal);
        }
    }

    /// <summary>Those that left, each by the first time, as they were on the day before, with the reason that is known last.</summary>
    private static List<(Subscriber Before, string Reason, string Competitor, bool Returned)> Left(List<Dictionary<string, Subscriber>> walk, Func<Subscriber, bool> holds)
    {
        var left = new Dictionary<string, (Subscriber, string, string, bool)>();
        var counted = new HashSet<string>();
        for (var i = 1; i < walk.Count; i++)
        {
            foreach (var after in walk[i].Values.Where(static s => !s.IsOnNetwork))
            {
                if (!walk[i - 1].TryGetValue(after.Id, out var before) || !before.IsOnNetwork || !counted.Add(after.Id) || !holds(before)) continue;
                var last = walk[^1].GetValueOrDefault(after.Id);
                var says = last is { IsOnNetwork: false } ? last : after;
                left.Add(after.Id, (before, says.Reason, says.Competitor, last is { IsOnNetwork: true }));
            }
        }
        return [.. left.Values];
    }

    private static void Check(ChurnReport report, List<(Subscriber Before, string Reason, string Competitor, bool Returned)> left, List<Dictionary<string, Subscriber>> walk, Func<Subscriber, bool> holds, Dictionary<string, Subscriber> now)
    {
        var population = walk[0].Values.Where(s => s.IsOnNetwork && holds(s)).ToList();
        Assert.Equal((left.Count, left.Count(static l => l.Returned), population.Count), (report.Left, report.Returned, report.Population));
        var leavers = left.Select(static l => l.Before.Id).ToHashSet();
        var own = population.Where(s => leavers.Contains(s.Id)).ToList();
        Assert.Equal((own.Count, population.Count == 0 ? null : (double?)own.Count / population.Count), ((int)report.PopulationLeft, report.HasRate ? (double?)report.Rate : null));
        Assert.Equal(left.Select(static l => l.Before.Id).Where(now.ContainsKey).Order(), report.SubscriberIds.Order());
        Assert.Equal(Counts(left.Select(static l => l.Reason)), report.Reasons.Select(static c => (c.Value, c.Left)));
        Assert.Equal(Counts(left.Select(static l => l.Competitor)), report.Competitors.Select(static c => (c.Value, c.Left)));
        Assert.Equal(["value_class", "plan", "tenure_band"], report.Compositions.Select(static c => c.By));
        CheckGroups(report.Compositions[0], static s => (s.Value, Subscriber.ValueNames[s.Value]));
        CheckGroups(report.Compositions[1], static s => (0, s.Plan));
        CheckGroups(report.Compositions[2], static s => (s.Tenure, Subscriber.TenureNames[s.Tenure]));
        Assert.Equal(1 + report.Reasons.Count + report.Competitors.Count + report.Compositions.Sum(static c => c.Groups.Count), report.Csv.Split("\r\n").Length - 2);

        static IEnumerable<(string, long)> Counts(IEnumerable<string> values) =>
            values.GroupBy(static v => v).Select(static g => (g.Key, (long)g.Count())).OrderByDescending(static c => c.Item2).ThenBy(static c => c.Key, StringComparer.Ordinal);

        void CheckGroups(ChurnReport.Types.Composition composition, Func<Subscriber, (int Order, string Name)> by)
        {
            var keys = population.Select(by).Concat(left.Select(l => by(l.Before))).Distinct().OrderBy(static k => k.Order).ThenBy(static k => k.Name, StringComparer.Ordinal);
            Assert.Equal(keys.Select(k => (k.Name, (long)left.Count(l => by(l.Before) == k), (long)population.Count(s => by(s) == k))), composition.Groups.Select(static g => (g.Value, g.Left, g.Population)));
            Assert.Equal(keys.Select(k => (long)own.Count(s => by(s) == k)), composition.Groups.Select(static g => g.PopulationLeft));
            Assert.All(composition.Groups, static g => Assert.Equal(g.Population == 0 ? null : (double?)g.PopulationLeft / g.Population, g.HasRate ? g.Rate : null));
        }
    }

    private static void Check(MeasureEffectReport.Types.Measure effect, List<Subscriber> population, Func<Subscriber, bool> hasLeft)
    {
        var strata = population.GroupBy(static s => (s.Tenure, s.Plan)).OrderBy(static g => g.Key.Tenure).ThenBy(static g => g.Key.Plan, StringComparer.Ordinal)
            .Select(g => (g.Key, Holders: g.Where(s => s.Holds(effect.Measure_)).ToList(), Others: g.Where(s => !s.Holds(effect.Measure_)).ToList())).Where(static s => s.Holders.Count > 0).ToList();
        Assert.Equal(
            strata.Select(s => (Subscriber.TenureNames[s.Key.Tenure], s.Key.Plan, (long)s.Holders.Count, (long)s.Holders.Count(hasLeft), (long)s.Others.Count, (long)s.Others.Count(hasLeft))),
            effect.Strata.Select(static s => (s.TenureBand, s.Plan, s.Holders, s.HoldersLeft, s.Others, s.OthersLeft)));
        Assert.Equal(strata.Where(static s => s.Others.Count == 0).Sum(static s => s.Holders.Count), effect.WithoutComparables);
        var both = strata.Where(static s => s.Others.Count > 0).ToList();
        Assert.Equal(both.Count > 0, effect.HasDifference);
        if (both.Count == 0) return;
        // Each holder is compared with the share of the others of their own stratum.
        var holders = both.SelectMany(s => s.Holders.Select(h => (Left: hasLeft(h) ? 1.0 : 0, Expected: s.Others.Average(o => hasLeft(o) ? 1.0 : 0)))).ToList();
        Assert.Equal(holders.Average(static h => h.Left), effect.HoldersRate, 1e-12);
        Assert.Equal(holders.Average(static h => h.Expected), effect.OthersRate, 1e-12);
        Assert.Equal(effect.HoldersRate - effect.OthersRate, effect.Difference, 1e-12);
        var variance = both.Sum(s => Math.Pow((double)s.Holders.Count / holders.Count, 2) * (Smoothed(s.Holders) + Smoothed(s.Others)));
        Assert.Equal(effect.Difference - (1.959964 * Math.Sqrt(variance)), effect.DifferenceLow, 1e-6);
        Assert.Equal(effect.Difference + (1.959964 * Math.Sqrt(variance)), effect.DifferenceHigh, 1e-6);

        double Smoothed(List<Subscriber> sample)
        {
            var samples = sample.Select(s => hasLeft(s) ? 1.0 : 0).Append(1).Append(0).ToList();
            var mean = samples.Average();
            return samples.Average(x => (x - mean) * (x - mean)) / samples.Count;
        }
    }
}
