using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Server.Insights;
using CustomerGrains.Server.Reports;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;
using Microsoft.Extensions.DependencyInjection;
using static CustomerGrains.Tests.FactSamples;
using static CustomerGrains.Tests.Publisher;

namespace CustomerGrains.Grains.Tests;

/// <summary>GetDigest compares the rows of search and reports with what the entries give.</summary>
public sealed class RowCheckTests
{
    private const int Subscribers = 12;

    [Fact]
    public async Task Rows_that_followed_everything_are_right_also_after_a_restart()
    {
        await using var server = await StartAsync();
        await LiveAsync(server, seed: 21, days: 40);
        await ActivateAsync(server, """{ "value": { "highFromMicros": 90000000 }, "rfm": { "leastPopulation": 2 } }""");
        await LiveAsync(server, seed: 22, days: 80);
        Assert.Equal((Subscribers + 1UL, 0UL), Right(await CheckAsync(server)));
        await server.RestartAsync(options: Reviewed);
        Assert.Equal((Subscribers + 1UL, 0UL), Right(await CheckAsync(server)));
    }

    [Fact]
    public async Task Whatever_comes_in_meanwhile_is_no_false_alarm()
    {
        await using var server = await StartAsync();
        await LiveAsync(server, seed: 23, days: 20);
        using var stop = new CancellationTokenSource();
        var feeding = Task.Run(async () =>
        {
            for (var n = 0; !stop.IsCancellationRequested; n++) await LiveAsync(server, seed: 100 + n, days: 21 + n, calls: 30);
        });
        for (var i = 0; i < 4; i++) Right(await CheckAsync(server));
        await stop.CancelAsync();
        await feeding;
        Assert.Equal((Subscribers + 1UL, 0UL), Right(await CheckAsync(server)));
    }

    [Fact]
    public async Task Every_damage_is_found_and_named()
    {
        await using var server = await StartAsync();
        await LiveAsync(server, seed: 24, days: 30);
        var model = server.Services.GetRequiredService<IReadModel>();
        var before = await RowAsync(model, "s6");
        await server.Facts.RecordFactsAsync(About(6, Plan("another plan", TestServer.Epoch.AddDays(30))));
        // What was recorded just now is not asked for before time has gone on.
        await LiveAsync(server, seed: 25, days: 35, calls: 0);
        Assert.Equal((Subscribers + 1UL, 0UL), Right(await CheckAsync(server)));

        await model.WriteAsync([await DamagedAsync(model, "s3", SubscriberFields.AverageBillMicros), await DamagedAsync(model, "s4", SubscriberFields.ValueClass), await DamagedAsync(model, "s7", SubscriberFields.Region)], model.Stamp);
        await model.DeleteAsync("s5");
        await model.DeleteAsync("s6");
        await model.WriteAsync([before, new SubscriberRow("a ghost", 3, 4), new SubscriberRow("zombie", 3, 4)], model.Stamp);

        var rows = await CheckAsync(server);
        Assert.Equal((3UL, 1UL, 2UL, 1UL), (rows.Differing, rows.Missing, rows.Unexpected, rows.Behind));
        Assert.Equal(["DIFFERS s3", "DIFFERS s4", "DIFFERS s7", "MISSING s5", "BEHIND s6", "UNEXPECTED a ghost", "UNEXPECTED zombie"], rows.Findings.Select(f => $"{f.Finding_} {f.SubscriberId}").OrderBy(static f => f[0] switch { 'D' => 0, 'M' => 1, 'B' => 2, _ => 3 }).ThenBy(static f => f, StringComparer.Ordinal));
        Assert.Contains("average_bill_micros", Fields("s3"));
        Assert.Contains("value_class", Fields("s4"));
        Assert.Contains("region", Fields("s7"));
        Assert.Contains("plan", Fields("s6"));

        IEnumerable<string> Fields(string id) => rows.Findings.Single(f => f.SubscriberId == id).Fields;
    }

    [Fact]
    public async Task A_population_scored_by_its_own_quintiles_names_them_everywhere()
    {
        await using var server = await StartAsync();
        await ActivateAsync(server, """{ "rfm": { "leastPopulation": 10 } }""");
        var keeper = server.Services.GetRequiredService<DayKeeper>();
        using (var feed = await OpenAsync(server)) await feed.PublishAsync(Batch(1, [.. Enumerable.Range(0, 10).SelectMany(i => Enumerable.Range(0, i + 1).Select(n => Call($"{i}-{n}", i, hours: n)))]));
        await SettleAsync(server);
        await keeper.LookAsync(CancellationToken.None);
        Assert.Equal((2U, 0U), ((await server.GetAsync(9)).Insight.Rfm.Frequency, (await server.GetAsync(9)).Insight.Rfm.CutsVersion));
        using (var feed = await OpenAsync(server, stream: "next")) await feed.PublishAsync(Batch(1, Call("next", 9, hours: 26)));
        await keeper.LookAsync(CancellationToken.None);

        var cuts = await server.Policies.GetPopulationCutsAsync(new GetPopulationCutsRequest());
        Assert.Equal((1U, true, "2026-01-01", Subscribers + 1), (cuts.Version, cuts.Active, cuts.Day, cuts.Population));
        Assert.Equal([1U, 0U], (await server.Policies.ListPopulationCutsAsync(new ListPopulationCutsRequest())).Cuts.Select(static c => c.Version));
        // Thirteen, of whom three were never used: a fifth each, by sessions.
        Assert.Equal([0.0, 3, 5, 8], cuts.Sessions);
        var frequent = (await server.GetAsync(9)).Insight.Rfm;
        Assert.Equal((5U, 1U), (frequent.Frequency, frequent.CutsVersion));
        // Those used on the last day stay the most recent on the next morning.
        Assert.Equal(1.0, cuts.RecencyDays[0]);
        Assert.Equal((5U, 1U), ((await server.GetAsync(8)).Insight.Rfm.Recency, (await server.GetAsync(8)).Insight.Rfm.RecencyDays));
        await server.Grains.GetGrain<ISubscriberGrain>("s9").Review(isDue: true);
        Assert.Equal((Subscribers + 1UL, 0UL), Right(await CheckAsync(server)));
        Assert.Equal(1, (await RowAsync(server.Services.GetRequiredService<IReadModel>(), "s9")).Number(SubscriberFields.CutsVersion));

        await server.RestartAsync(options: Reviewed);
        Assert.Equal((5U, 1U), ((await server.GetAsync(9)).Insight.Rfm.Frequency, (await server.GetAsync(9)).Insight.Rfm.CutsVersion));
        Assert.Equal((Subscribers + 1UL, 0UL), Right(await CheckAsync(server)));

        // Whose day nobody saw end is not cut: rows of who is idle are of before.
        using (var feed = await OpenAsync(server, stream: "later")) await feed.PublishAsync(Batch(1, [.. Enumerable.Range(2, 3).Select(static day => Call($"later-{day}", 9, hours: day * 24))]));
        keeper = server.Services.GetRequiredService<DayKeeper>();
        await SettleAsync(server);
        await keeper.LookAsync(CancellationToken.None);
        Assert.Equal("2026-01-04", (await server.Services.GetRequiredService<IReadModel>().ListDaysAsync(CancellationToken.None))[^1] is { IsMadeUp: true } made ? Domain.Time.Calendar.DayName(made.Day) : "not made up");
        Assert.Equal((1U, "2026-01-01"), ((await server.Policies.GetPopulationCutsAsync(new GetPopulationCutsRequest())).Version, (await server.Policies.GetPopulationCutsAsync(new GetPopulationCutsRequest())).Day));
    }

    private static Func<Server.Hosting.ServerOptions, Server.Hosting.ServerOptions> Reviewed => static o => o with { ReviewsPerSecond = 10_000 };

    private static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync(options: Reviewed);
        await server.RegisterAsync(Subscribers);
        await server.Directory.RegisterSubscriberAsync(TestServer.Registration(99));
        return server;
    }

    /// <summary>Some calls and business facts of everybody, up to a day; and somebody's call at its end, so that time goes on.</summary>
    private static async Task LiveAsync(TestServer server, int seed, int days, int calls = 200)
    {
        var random = new Random(seed);
        using (var feed = await OpenAsync(server, stream: "usage-" + seed))
        {
            await feed.PublishAsync(Batch(1, [.. Enumerable.Range(0, calls).Select(n => Call($"{seed}-{n}", random.Next(Subscribers), random.Next(600), random.NextDouble() * days * 24)).OrderBy(static c => c.StartTime)]));
            await feed.PublishAsync(Batch(2, [.. Enumerable.Range(0, days + 1).Select(day => Call($"{seed}-clock-{day}", 99, hours: (day * 24) + 1))]));
        }
        foreach (var i in Enumerable.Range(0, calls == 0 ? 0 : Subscribers))
        {
            var time = TestServer.Epoch.AddDays(days - 1);
            Fact Told(string id) => new() { EventTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(time), SourceSystem = "crm", Id = $"{seed}-{i}-{id}" };
            var (bill, measure, survey) = (Told("bill"), Told("measure"), Told("survey"));
            bill.BillIssued = new BillIssued { Month = "2025-12", GrossMicros = random.Next(300) * 1_000_000L, NetMicros = random.Next(300) * 1_000_000L };
            measure.MeasureJoined = new MeasureJoined { MeasureId = $"m-{seed}-{i}", MeasureKind = (MeasureKind)random.Next(1, 6), EndTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(time.AddDays(random.Next(3, 60))) };
            survey.SurveyScored = new SurveyScored { Score = (uint)random.Next(101) };
            await server.Facts.RecordFactsAsync(About(i, [.. new[] { bill, measure, survey, Plan("plan-" + random.Next(3), time, $"{seed}-{i}-plan") }.Where(_ => random.Next(3) > 0), Payment($"{seed}-{i}-pay", 5)]));
        }
        if (calls != 30) await SettleAsync(server);
    }

    /// <summary>Until everybody was reviewed, and nothing is made again.</summary>
    private static async Task SettleAsync(TestServer server)
    {
        var (queue, writer) = (server.Services.GetRequiredService<ReviewQueue>(), server.Services.GetRequiredService<ReadModelWriter>());
        await Patience.UntilAsync(() => ValueTask.FromResult(queue.Count == 0 && !writer.IsBehind), () => $"{queue.Count} wait for their review; rows are behind: {writer.IsBehind}");
    }

    private static async Task ActivateAsync(TestServer server, string policy)
    {
        var version = (await server.Policies.CreatePolicyAsync(new CreatePolicyRequest { Document = policy })).Version;
        await server.Policies.ActivatePolicyAsync(new ActivatePolicyRequest { Version = version });
    }

    private static async Task<RowCheck> CheckAsync(TestServer server) => (await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true })).Rows;

    private static (ulong Compared, ulong NotCompared) Right(RowCheck rows)
    {
        Assert.True(rows.Differing + rows.Missing + rows.Unexpected + rows.Behind == 0, rows.ToString());
        return (rows.Compared, rows.NotCompared);
    }

    private static async Task<SubscriberRow> RowAsync(IReadModel model, string id) =>
        Assert.Single((await model.SearchAsync(new RowQuery(new RowCondition.Texts(SubscriberFields.SubscriberId, RowComparison.Equal, id), [], 1), CancellationToken.None)).Rows);

    private static async Task<SubscriberRow> DamagedAsync(IReadModel model, string id, RowField field)
    {
        var row = await RowAsync(model, id);
        return new SubscriberRow(id, row.Version, row.AsOf, [.. SubscriberFields.All.Select(f => (f, f.IsText ? row.Text(f) + (f == field ? "!" : "") : (object)(row.Number(f) ^ (f == field ? 1 : 0))))]);
    }
}
