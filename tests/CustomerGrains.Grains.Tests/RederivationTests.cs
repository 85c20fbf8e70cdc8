using CustomerGrains.Server.Hosting;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using static CustomerGrains.Tests.Publisher;

namespace CustomerGrains.Grains.Tests;

/// <summary>After an activation everybody is reviewed in the background: who should move does, once, as of when the rules came into force.</summary>
public sealed class RederivationTests
{
    private const int Subscribers = 120;

    /// <summary>Of which a twentieth is left to the background.</summary>
    private const int ReviewsPerSecond = 600;
    private const int PerSecond = ReviewsPerSecond / 20;

    /// <summary>Bills of a month by turns; the built-in policy calls 100 and more high.</summary>
    private static readonly int[] Bills = [40, 110, 130];

    [Fact]
    public async Task Everybody_who_should_move_does_as_of_the_activation_and_no_faster_than_allowed()
    {
        await using var server = await StartAsync();
        await server.Services.GetRequiredService<IReadModel>().KeepDayAsync(new ReportDay(Yesterday, 1, false), CancellationToken.None);
        var before = await VersionsAsync(server);
        await ActivateAsync(server, highFrom: 120);
        var began = TimeProvider.System.GetTimestamp();

        var half = await AwaitAsync(server, s => s.Left is > 0 and < Subscribers - 10);
        Assert.Equal(("1.0", 1u, 0u, (long)Subscribers, "0.0", half.Left), (half.Rules, half.PolicyVersion, half.ModelVersion, half.Subscribers, Assert.Single(half.From).Rules, half.From[0].Subscribers));
        Assert.True(half.FinishTime is null && half.StartTime is not null && half.Reviewed > 0);

        var done = await AwaitAsync(server, static s => s.FinishTime is not null);
        Assert.Equal((0, (long)Subscribers), (done.Left, done.Subscribers));
        // A step more goes at once than time has passed for.
        Assert.True(TimeProvider.System.GetElapsedTime(began).TotalSeconds >= (Subscribers / (double)PerSecond) - 0.2, $"{Subscribers} in {TimeProvider.System.GetElapsedTime(began)}");
        Assert.InRange(done.ReviewsPerSecond, 1, PerSecond * 1.2);

        await AssertMovedAsync(server, before, done, from => from == 110);
        var report = await new V1.Reports.ReportsClient(server.Channel).GetMovementsAsync(new GetMovementsRequest { By = "value_class", StartDay = Day(Yesterday), MaxSubscribers = 1_000 });
        var movement = Assert.Single(report.Movements, m => m.From != m.To);
        Assert.Equal(("HIGH", "ORDINARY", Subscribers / 3L), (movement.From, movement.To, movement.Subscribers));
        Assert.Equal(Enumerable.Range(0, Subscribers).Where(static i => Bills[i % 3] == 110).Select(static i => "s" + i).Order(), movement.SubscriberIds.Order());
    }

    [Fact]
    public async Task A_restart_in_the_middle_goes_on_and_nobody_moves_twice()
    {
        await using var server = await StartAsync();
        var before = await VersionsAsync(server);
        await ActivateAsync(server, highFrom: 120);
        var half = await AwaitAsync(server, static s => s.Left is > 10 and < Subscribers - 10);
        await server.RestartAsync(options: Reviewed);

        var after = await server.Operations.GetRederivationAsync(new GetRederivationRequest());
        Assert.InRange(after.Left, 1, half.Left);
        Assert.Equal((half.Rules, half.StartTime, half.EffectiveTime), (after.Rules, after.StartTime, after.EffectiveTime));
        await AssertMovedAsync(server, before, await AwaitAsync(server, static s => s.FinishTime is not null), static from => from == 110);
    }

    [Fact]
    public async Task A_second_activation_meanwhile_takes_the_place_of_the_first()
    {
        await using var server = await StartAsync();
        await ActivateAsync(server, highFrom: 120);
        await AwaitAsync(server, static s => s.Left is > 20 and < Subscribers - 20);
        await ActivateAsync(server, highFrom: 35);

        var done = await AwaitAsync(server, static s => s.FinishTime is not null);
        Assert.Equal(("2.0", 0), (done.Rules, done.Left));
        Assert.Equal(Subscribers, (await SearchAsync(server, "value_class = HIGH AND rules = \"2.0\"")).Count);
        // And back to what is built in, by the churn formula too.
        await server.Policies.ActivatePolicyAsync(new ActivatePolicyRequest { Version = 0 });
        var back = await AwaitAsync(server, static s => s is { Rules: "0.0", FinishTime: not null });
        Assert.Equal(Subscribers * 2 / 3, (await SearchAsync(server, "value_class = HIGH")).Count);
        Assert.True(back.EffectiveTime >= done.EffectiveTime);
    }

    [Fact]
    public async Task Who_changes_meanwhile_is_reviewed_at_once_and_who_comes_is_not_counted_as_left()
    {
        await using var server = await StartAsync(static o => o with { ReviewsPerSecond = 100 });
        await ActivateAsync(server, highFrom: 120);
        // The last in line, and a newcomer.
        var last = (await SearchAsync(server, "rules = \"0.0\"")).Max(static s => int.Parse(s.SubscriberId.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture));
        await server.Facts.RecordFactsAsync(FactSamples.About(last, FactSamples.Payment("paid", 1)));
        await server.Directory.RegisterSubscriberAsync(TestServer.Registration(500));
        await Patience.UntilAsync(
            async () => (await SearchAsync(server, $"rules = \"1.0\" AND (subscriber_id = s{last} OR subscriber_id = s500)")).Count == 2, () => "neither is there");
        var status = await server.Operations.GetRederivationAsync(new GetRederivationRequest());
        Assert.True(status.Left > 0, "The background was faster than a change: the test shows nothing.");
        Assert.Equal((Subscribers + 1, status.Left), (status.Subscribers, Assert.Single(status.From).Subscribers));
    }

    [Fact]
    public async Task A_model_is_followed_too_unless_the_policy_names_another()
    {
        await using var server = await StartAsync();
        var built = await server.Models.GetModelAsync(new GetModelRequest());
        for (var i = 0; i < 2; i++) await server.Models.CreateModelAsync(new CreateModelRequest { Document = built.Document });
        await server.Models.ActivateModelAsync(new ActivateModelRequest { Version = 1 });
        var done = await AwaitAsync(server, static s => s is { Rules: "0.1", FinishTime: not null });
        Assert.Equal((0u, 1u), (done.PolicyVersion, done.ModelVersion));

        await server.Policies.CreatePolicyAsync(new CreatePolicyRequest { Document = """{ "churnRisk": { "formulaVersion": 1 } }""" });
        await server.Policies.ActivatePolicyAsync(new ActivatePolicyRequest { Version = 1 });
        await AwaitAsync(server, static s => s is { Rules: "1.1", FinishTime: not null });
        await server.Models.ActivateModelAsync(new ActivateModelRequest { Version = 2 });
        var named = await server.Operations.GetRederivationAsync(new GetRederivationRequest());
        Assert.Equal(("1.1", 0), (named.Rules, named.Left));
    }

    [Fact]
    public async Task One_that_is_damaged_does_not_keep_the_others()
    {
        await using var server = await StartAsync(builder: static host => host.Services.AddSingleton(static provider =>
            ActivatorUtilities.CreateInstance<Server.Insights.Rederivation>(provider, PoisonedGrains.Of(provider.GetRequiredService<IGrainFactory>(), "s0"))));
        server.ExpectErrors("subscribers could not be reviewed by the rules in force");
        await ActivateAsync(server, highFrom: 120);
        var all = await AwaitAsync(server, static s => s.Left == 1);
        Assert.Equal("1.0", all.Rules);
        // All but the one are done, though not all by this: one that ends and begins again in strict mode may be reviewed before its turn comes.
        Assert.InRange(all.Reviewed, 1, Subscribers - 1L);
        Assert.True(server.HasLoggedErrors && all.FinishTime is null);
        Assert.Equal("s0", Assert.Single(await SearchAsync(server, "rules = \"0.0\"")).SubscriberId);
        // It goes on with what comes next.
        await ActivateAsync(server, highFrom: 35);
        await AwaitAsync(server, static s => s is { Rules: "2.0", Left: 1 });
    }

    [Fact]
    public async Task A_server_that_reviews_nobody_says_so()
    {
        await using var server = await StartAsync();
        Assert.False((await server.Operations.GetRederivationAsync(new GetRederivationRequest())).ReviewsOff);
        await server.RestartAsync();
        await ActivateAsync(server, highFrom: 120);
        var status = await server.Operations.GetRederivationAsync(new GetRederivationRequest());
        Assert.Equal((true, (long)Subscribers), (status.ReviewsOff, status.Left));
    }

    private static Func<ServerOptions, ServerOptions> Reviewed => static o => o with { ReviewsPerSecond = ReviewsPerSecond };

    private static int Yesterday => DateOnly.FromDateTime(TestServer.Epoch.AddDays(-1).UtcDateTime).DayNumber - new DateOnly(1970, 1, 1).DayNumber;

    private static string Day(int day) => new DateOnly(1970, 1, 1).AddDays(day).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A server in which everybody has three bills, is reviewed, and is in the rows by the built-in rules.</summary>
    private static async Task<TestServer> StartAsync(Func<ServerOptions, ServerOptions>? options = null, Action<WebApplicationBuilder>? builder = null)
    {
        var server = await TestServer.StartAsync(options: options ?? Reviewed, builder: builder);
        await server.RegisterAsync(Subscribers);
        using (var feed = await OpenAsync(server, stream: "clock")) await feed.PublishAsync(Batch(1, Call("clock", 0)));
        foreach (var part in Enumerable.Range(0, Subscribers).Chunk(40))
        {
            var request = new RecordFactsRequest { Facts = { part.SelectMany(static i => Months.Select(month => new FactInput { SubscriberId = "s" + i, Fact = Bill(month, Bills[i % 3]) })) } };
            Assert.All((await server.Facts.RecordFactsAsync(request)).Results, static r => Assert.Equal(Outcome.Applied, r.Outcome));
        }
        await AwaitAsync(server, static s => s.Subscribers == Subscribers && s.Left == 0);
        await Patience.UntilAsync(async () => (await SearchAsync(server, "value_class = HIGH")).Count == Subscribers * 2 / 3, () => "not everybody is classed");
        return server;
    }

    private static string[] Months { get; } = ["2025-10", "2025-11", "2025-12"];

    private static Fact Bill(string month, long amount) => new()
    {
        EventTime = Timestamp.FromDateTimeOffset(TestServer.Epoch),
        SourceSystem = "billing",
        Id = "bill-" + month,
        BillIssued = new BillIssued { Month = month, GrossMicros = amount * 1_000_000, NetMicros = amount * 1_000_000, OutgoingMinutes = 100 },
    };

    private static async Task ActivateAsync(TestServer server, int highFrom)
    {
        var policy = await server.Policies.CreatePolicyAsync(new CreatePolicyRequest { Document = $"{{ \"value\": {{ \"highFromMicros\": {highFrom}000000 }} }}" });
        await server.Policies.ActivatePolicyAsync(new ActivatePolicyRequest { Version = policy.Version });
    }

    private static async Task<Rederivation> AwaitAsync(TestServer server, Func<Rederivation, bool> isSo)
    {
        Rederivation? status = null;
        await Patience.UntilAsync(async () => isSo(status = await server.Operations.GetRederivationAsync(new GetRederivationRequest())), () => $"it stands at {status}");
        return status!;
    }

    /// <summary>Versions of all subscribers.</summary>
    private static async Task<Dictionary<string, Subscriber>> VersionsAsync(TestServer server)
    {
        var request = new BatchGetSubscribersRequest { SubscriberIds = { Enumerable.Range(0, Subscribers).Select(static i => "s" + i) } };
        return (await server.Subscribers.BatchGetSubscribersAsync(request)).Subscribers.ToDictionary(static s => s.SubscriberId);
    }

    /// <summary>Those with such bills have one version more and moved when the rules came into force, the others have none.</summary>
    private static async Task AssertMovedAsync(TestServer server, Dictionary<string, Subscriber> before, Rederivation done, Func<int, bool> moves)
    {
        var after = await VersionsAsync(server);
        for (var i = 0; i < Subscribers; i++)
        {
            var (was, now) = (before["s" + i], after["s" + i]);
            var moved = moves(Bills[i % 3]);
            Assert.Equal((was.Version + (moved ? 1 : 0), moved ? done.EffectiveTime : was.Insight.Value.Since), (now.Version, now.Insight.Value.Since));
        }
        Assert.Equal(Subscribers, (await SearchAsync(server, $"rules = \"{done.Rules}\"")).Count);
        Assert.Equal(after.Values.Count(static s => s.Insight.Value.Class == ValueClass.High), (await SearchAsync(server, "value_class = HIGH")).Count);
    }

    private static async Task<IReadOnlyList<SubscriberSummary>> SearchAsync(TestServer server, string filter) =>
        (await server.Subscribers.SearchSubscribersAsync(new SearchSubscribersRequest { Filter = filter, PageSize = 1_000 })).Subscribers;
}
