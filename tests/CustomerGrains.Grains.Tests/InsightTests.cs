using CustomerGrains.Domain.Documents;
using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Server.Insights;
using CustomerGrains.Server.Policies;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static CustomerGrains.Tests.FactSamples;
using static CustomerGrains.Tests.Publisher;
using PopulationQuintiles = CustomerGrains.Domain.Classification.PopulationQuintiles;

namespace CustomerGrains.Grains.Tests;

/// <summary>Classes through the real server: found when asked for, remembered as they change, by themselves too.</summary>
public sealed class InsightTests
{
    [Fact]
    public async Task Classes_follow_facts_and_say_since_when()
    {
        await using var server = await StartAsync();
        await TellTimeAsync(server, days: 0);
        await server.Facts.RecordFactsAsync(About(0, Bill(2025, 10, 150), Bill(2025, 11, 150), Bill(2025, 12, 150)));

        var insight = (await server.GetAsync(0)).Insight;
        Assert.Equal((RelationshipClass.Existing, ValueClass.High, MidHighEndClass.Dynamic, RetentionClass.Ordinary), (insight.Relationship.Class, insight.Value.Class, insight.MidHighEnd.Class, insight.Retention.Class));
        Assert.Equal([150_000_000, 150_000_000, 150_000_000, 0, 0, 0], insight.MidHighEnd.BillMicros);
        Assert.Equal((3U, 150_000_000L), (insight.Value.Months, insight.Value.RevenueMicros));
        Assert.Equal(At(days: 0), insight.MidHighEnd.Since);
        Assert.Equal(insight.ChurnRisk.Points, insight.ChurnRisk.BaselinePoints + insight.ChurnRisk.Terms.Sum(t => t.Points));
        Assert.All(insight.ChurnRisk.Terms, t => Assert.True(t.ReasonEn.Length > 0 && t.ReasonZh.Length > 0));

        // A month later nothing has happened, and the bill of January is missing.
        await TellTimeAsync(server, days: 100);
        var later = (await server.GetAsync(0)).Insight;
        Assert.NotEqual(MidHighEndClass.Unspecified, insight.MidHighEnd.Class);
        Assert.True(later.AsOf > insight.AsOf);
    }

    [Fact]
    public async Task A_class_that_changes_by_itself_changed_when_it_did_and_not_when_somebody_looked()
    {
        await using var server = await StartAsync();
        await TellTimeAsync(server, days: 0);
        await server.Facts.RecordFactsAsync(About(0, Ends(days: 50)));
        Assert.Equal(RelationshipClass.Existing, (await server.GetAsync(0)).Insight.Relationship.Class);

        // Nobody looks for twenty days more, and the server is restarted meanwhile.
        await TellTimeAsync(server, days: 70);
        await server.RestartAsync(options: Reviewed);
        await ReviewAsync(server);

        var relationship = (await server.GetAsync(0)).Insight.Relationship;
        Assert.Equal((RelationshipClass.Historical, At(days: 50)), (relationship.Class, relationship.Since));
    }

    [Fact]
    public async Task New_cuts_leave_the_times_of_what_fell_due_before_them_alone()
    {
        await using var server = await StartAsync();
        await TellTimeAsync(server, days: 0);
        using (var feed = await OpenAsync(server, stream: "use")) await feed.PublishAsync(Batch(1, [.. Enumerable.Range(0, 3).Select(static n => Call("use-" + n, 0))]));
        await server.Facts.RecordFactsAsync(About(0, Ends(days: 2)));
        var before = (await server.GetAsync(0)).Insight;
        Assert.Equal((RelationshipClass.Existing, 0U), (before.Relationship.Class, before.Rfm.CutsVersion));

        // Three days without reviews; then cuts come into force before anybody is reviewed.
        await server.RestartAsync();
        await TellTimeAsync(server, days: 3);
        var documents = server.Services.GetRequiredService<VersionedDocuments>();
        var cuts = new PopulationQuintiles { Day = "2026-01-03", Population = 1_000, RecencyDays = [1, 2, 3, 4], Sessions = [0, 0, 1, 2], ChargeMicros = [1, 2, 3, 4] };
        await documents.PutInForceAsync(DocumentKinds.PopulationCuts, DocumentJson.Write(cuts), "test", "test", "test", CancellationToken.None);
        await server.RestartAsync(options: Reviewed);
        await ReviewAsync(server, isDue: true);

        var after = (await server.GetAsync(0)).Insight;
        Assert.Equal((RelationshipClass.Historical, At(days: 2)), (after.Relationship.Class, after.Relationship.Since));
        Assert.Equal((1U, 5U, At(days: 3)), (after.Rfm.CutsVersion, after.Rfm.Frequency, after.Rfm.Since));
        Assert.NotEqual(before.Rfm.Frequency, after.Rfm.Frequency);
    }

    [Fact]
    public async Task One_that_is_damaged_does_not_keep_the_others_that_are_due()
    {
        await using var server = await StartAsync(subscribers: 2, builder: static host => WatchDue(host, static grains => PoisonedGrains.Of(grains, "s0"), TimeProvider.System));
        server.ExpectErrors("subscribers whose classes are due");
        await TellTimeAsync(server, days: 0);
        await server.Facts.RecordFactsAsync(About(0, Ends(days: 2)));
        await server.Facts.RecordFactsAsync(About(1, Ends(days: 2)));
        await SettleAsync(server);
        await TellTimeAsync(server, days: 3);
        await Patience.UntilAsync(async () => (await server.GetAsync(1)).Insight.Relationship.Since == At(days: 2) && server.HasLoggedErrors, () => "it is not reviewed, or the damage not told");
        Assert.Equal(At(days: 3), (await server.GetAsync(0)).Insight.Relationship.Since);
    }

    [Fact]
    public async Task A_row_that_comes_late_with_an_earlier_time_is_found_too()
    {
        // Ten minutes pass in a second or so.
        await using var server = await StartAsync(subscribers: 2, builder: static host => WatchDue(host, static grains => PoisonedGrains.Of(grains, "s1"), new FastTime()));
        server.ExpectErrors("subscribers whose classes are due");
        await TellTimeAsync(server, days: 0);
        await server.Facts.RecordFactsAsync(About(0, Ends(days: 5)));
        await server.Facts.RecordFactsAsync(About(1, Plan("plan-b", TestServer.Epoch)));
        await SettleAsync(server);
        // Nobody but those is due by the middle of the first day.
        var row = await RowAsync(server, "s1");
        var model = server.Services.GetRequiredService<IReadModel>();
        await model.WriteAsync([DueAt(row, Epoch(days: 100))], model.Stamp);
        await TellTimeAsync(server, days: 6);
        await Patience.UntilAsync(async () => (await server.GetAsync(0)).Insight.Relationship.Since == At(days: 5), () => "what was due is not reviewed");
        Assert.False(server.HasLoggedErrors);

        // As it is after a batch that took its time: behind what was dealt with.
        await model.WriteAsync([DueAt(row, Epoch(days: 4))], model.Stamp);
        await Patience.UntilAsync(() => ValueTask.FromResult(server.HasLoggedErrors), () => "nobody has tried to review it");

        static long Epoch(int days) => At(days).Seconds;

        static SubscriberRow DueAt(SubscriberRow row, long time) =>
            new(row.SubscriberId, row.Version, row.AsOf, [.. SubscriberFields.All.Select(f => (f, f.IsText ? row.Text(f) : (object)(f == SubscriberFields.NextChangeTime ? time : row.Number(f))))]);
    }

    [Fact]
    public async Task What_is_due_goes_before_the_next_fact()
    {
        await using var server = await StartAsync();
        await TellTimeAsync(server, days: 0);
        await server.Facts.RecordFactsAsync(About(0, Ends(days: 50)));
        var cursor = (await WatchAsync(server, "", 1))[0].Cursor;
        await TellTimeAsync(server, days: 80);
        using (var feed = await OpenAsync(server, stream: "late")) await feed.PublishAsync(Batch(1, Call("late", 0, hours: 80 * 24)));

        var changes = new List<SubscriberChange>();
        await foreach (var change in ChangesAsync(server, cursor))
        {
            changes.Add(change);
            if (change.Facts.Any(f => f.Usage is not null)) break;
        }
        var ended = changes.Find(c => c.Facts.Any(f => f.ClassesChanged?.Relationship == RelationshipClass.Historical));
        Assert.Equal(At(days: 50), ended!.Time);
        Assert.All(changes[..^1], c => Assert.All(c.Facts, f => Assert.NotNull(f.ClassesChanged)));
        Assert.True(changes.Zip(changes.Skip(1)).All(pair => pair.First.Time <= pair.Second.Time));
    }

    [Fact]
    public async Task Usage_is_reviewed_by_itself()
    {
        await using var server = await StartAsync();
        var cursor = (await WatchAsync(server, "", 1))[0].Cursor;
        using var feed = await OpenAsync(server);
        await feed.PublishAsync(Batch(1, Call("a", 0)));

        // Recency is 5 once there is outgoing use.
        await foreach (var change in ChangesAsync(server, cursor))
            if (change.Facts.Any(f => f.ClassesChanged?.Recency == 5)) break;
    }

    [Fact]
    public async Task What_if_is_what_a_real_change_comes_to()
    {
        await using var server = await StartAsync();
        await TellTimeAsync(server, days: 0);
        var what = await server.Subscribers.EvaluateChurnRiskAsync(new EvaluateChurnRiskRequest
        {
            SubscriberId = "s0",
            Changes = { new ChurnFeatureChange { Feature = "portOutRequested", Value = 1 } },
        });
        Assert.True(what.Changed.Probability > what.Current.Probability);
        Assert.Equal(what.Current, (await server.GetAsync(0)).Insight.ChurnRisk);

        await server.Facts.RecordFactsAsync(About(0, new Fact { EventTime = At(days: 0), SourceSystem = "crm", Id = "p", PortOutRequested = new PortOutRequested { Competitor = "other" } }));
        var real = (await server.GetAsync(0)).Insight.ChurnRisk;
        Assert.Equal((what.Changed.Points, what.Changed.Probability, what.Changed.Band), (real.Points, real.Probability, real.Band));
        Assert.Equal(what.Changed.Terms, real.Terms);

        var unknown = await Assert.ThrowsAsync<RpcException>(async () => await server.Subscribers.EvaluateChurnRiskAsync(new EvaluateChurnRiskRequest
        {
            SubscriberId = "s0",
            Changes = { new ChurnFeatureChange { Feature = "shoeSize", Value = 1 } },
        }));
        Assert.Equal(StatusCode.InvalidArgument, unknown.StatusCode);
        Assert.Contains("changes[0].feature is 'shoeSize'", unknown.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_screen_pop_says_everything_about_a_caller()
    {
        await using var server = await StartAsync();
        await TellTimeAsync(server, days: 0);
        await server.Facts.RecordFactsAsync(About(0, [.. All().Where(f => f.StatusChanged is null && f.MeasureLeft is null), Bill(2025, 11, 700)]));
        using (var feed = await OpenAsync(server, stream: "today")) await feed.PublishAsync(Batch(1, Call("today", 0, 90)));

        var pop = await server.Subscribers.GetScreenPopAsync(new GetScreenPopRequest { Msisdn = TestServer.NumberOf(0) });

        var subscriber = await server.GetAsync(0);
        Assert.Equal(("s0", TestServer.NumberOf(0), SubscriberStatus.Active), (pop.Subscriber.SubscriberId, pop.Number, pop.Status));
        Assert.Equal((12U, subscriber.Insight.StarLevel.Level, subscriber.Insight.Value.Class), (pop.TenureMonths, pop.Stars, pop.ValueClass));
        Assert.Equal((int)pop.ValueClass, (int)pop.Treatment);
        Assert.Equal(90UL, Assert.Single(pop.Today).DurationSeconds);
        Assert.Equal(90UL, Assert.Single(pop.Month).DurationSeconds);
        Assert.NotEmpty(pop.Interactions);
        Assert.NotEmpty(pop.OpenCases);
        Assert.NotEmpty(pop.Measures);
        Assert.All(pop.ReasonsToLeave, t => Assert.True(t.Points > 0));
        Assert.All(pop.ReasonsToStay, t => Assert.True(t.Points < 0));
        Assert.Equal(pop.Subscriber.Insight.ChurnRisk.Probability, pop.ChurnProbability);
        var again = await server.Subscribers.GetScreenPopAsync(new GetScreenPopRequest { SubscriberId = "s0" });
        // A review may have come between.
        (again.Subscriber, again.CustomerRollup) = (pop.Subscriber, pop.CustomerRollup);
        Assert.True(pop.Equals(again), "The same caller is another by number than by id.");

        var nobody = await Assert.ThrowsAsync<RpcException>(async () => await server.Subscribers.GetScreenPopAsync(new GetScreenPopRequest { Msisdn = "99999999" }));
        Assert.Equal(StatusCode.NotFound, nobody.StatusCode);
        var nothing = await Assert.ThrowsAsync<RpcException>(async () => await server.Subscribers.GetScreenPopAsync(new GetScreenPopRequest()));
        Assert.Equal(StatusCode.InvalidArgument, nothing.StatusCode);
    }

    [Fact]
    public async Task What_is_remembered_of_classes_can_be_rebuilt()
    {
        await using var server = await StartAsync(subscribers: 4);
        for (var day = 0; day < 200; day += 25)
        {
            await TellTimeAsync(server, day);
            for (var i = 0; i < 4; i++) await server.Facts.RecordFactsAsync(About(i, Bill(2025, 12, 40 * (i + day), "b" + day)));
        }
        var digest = await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
        Assert.True(digest.Rebuilt >= 4, $"{digest.Rebuilt} rebuilt");
        var before = (await server.GetAsync(3)).Insight;
        await server.RestartAsync(options: Reviewed);
        Assert.Equal(digest.Digest_, (await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true })).Digest_);
        Assert.Equal(before.Value, (await server.GetAsync(3)).Insight.Value);
    }

    private static Func<Server.Hosting.ServerOptions, Server.Hosting.ServerOptions> Reviewed => static o => o with { ReviewsPerSecond = 10_000 };

    private static async Task<TestServer> StartAsync(int subscribers = 1, Action<WebApplicationBuilder>? builder = null)
    {
        var server = await TestServer.StartAsync(options: Reviewed, builder: builder);
        await server.RegisterAsync(subscribers);
        await server.Directory.RegisterSubscriberAsync(TestServer.Registration(99));
        return server;
    }

    /// <summary>The line ends, as is known before: held until then.</summary>
    private static Fact Ends(int days) => Status(SubscriberStatus.Terminated, TestServer.Epoch.AddDays(days));

    private static Timestamp At(int days) => Timestamp.FromDateTimeOffset(TestServer.Epoch.AddDays(days));

    private static Fact Bill(int year, int month, long amount, string id = "") => new()
    {
        EventTime = At(days: 0),
        SourceSystem = "billing",
        Id = $"bill-{year}-{month}{id}",
        BillIssued = new BillIssued { Month = $"{year:0000}-{month:00}", GrossMicros = amount * 1_000_000, NetMicros = amount * 1_000_000, OutgoingMinutes = 100 },
    };

    [Fact]
    public async Task A_subscriber_waits_for_one_review_however_often_its_classes_fall_due_meanwhile()
    {
        const int Days = 60;
        // Nobody is taken for a review.
        await using var server = await StartAsync(builder: static host => host.Services.AddSingleton(new ReadModelOptions { MaxWaitingForReviews = 0, MaxWaitingForNumbers = 0 }));
        using var feed = await OpenAsync(server, stream: "use");
        for (var day = 0; day < Days; day++) await feed.PublishAsync(Batch((ulong)day + 1, Call("use-" + day, 0, hours: day * 24)));
        // It was reviewed in its turns: it is the only one who can have been, and its classes have moved.
        Assert.True((await server.GetAsync(0)).Insight.AsOf > At(days: Days - 2));
        // Every activation that strict mode makes asks once.
        var queue = server.Services.GetRequiredService<ReviewQueue>();
        if (!TestServer.IsStrict) Assert.InRange(queue.Count, 1, 4);
    }

    [Fact]
    public async Task Who_is_reviewed_again_with_nothing_new_is_not_asked_for_numbers()
    {
        await using var server = await StartAsync();
        await TellTimeAsync(server, days: 0);
        await server.Facts.RecordFactsAsync(About(0, Bill(2025, 12, 150)));
        await ReviewAsync(server);
        var queue = server.Services.GetRequiredService<ReviewQueue>();
        // A new activation, as strict mode makes them, does not know what was handed on, and asks to be on the safe side.
        if (!TestServer.IsStrict) Assert.False(queue.TryTakeNumbers(TimeSpan.Zero, out _));

        using var feed = await OpenAsync(server, stream: "use");
        await feed.PublishAsync(Batch(1, Call("use-1", 0)));
        await ReviewAsync(server);
        await feed.PublishAsync(Batch(2, Call("use-2", 0)));
        await ReviewAsync(server);
        Assert.True(queue.TryTakeNumbers(TimeSpan.Zero, out var asked));
        Assert.Equal("s0", asked.Id);
    }

    [Theory]
    [InlineData(3_000, false)]
    [InlineData(300_000, true)]
    public async Task Numbers_are_in_search_a_while_after_the_last_use_or_at_a_stop_though_no_class_changed(int interval, bool isStopped)
    {
        void Every(WebApplicationBuilder host)
        {
            host.Services.AddSingleton(new ReadModelOptions { NumbersInterval = TimeSpan.FromMilliseconds(interval), BatchInterval = TimeSpan.FromMilliseconds(20) });
            // Those two have rows written with all numbers: of new rules, and when a class falls due.
            foreach (var service in host.Services.Where(static s => s.ImplementationType == typeof(DueReviews) || s.ImplementationFactory?.Method.ReturnType == typeof(Server.Insights.Rederivation)).ToList()) host.Services.Remove(service);
        }

        await using var server = await StartAsync(builder: Every);
        await TellTimeAsync(server, days: 0);
        var writer = server.Services.GetRequiredService<ReadModelWriter>();
        // A new store's rows are made from the log first: made of the first use, before its review, they would have that write the second.
        await Patience.UntilAsync(() => ValueTask.FromResult(!writer.IsBehind), () => "rows are behind");
        using (var feed = await OpenAsync(server, stream: "use"))
        {
            await feed.PublishAsync(Batch(1, Call("use-1", 0)));
            await SecondsAsync(server, 60);
            // Its classes are those of before: nobody would write its row for this.
            await feed.PublishAsync(Batch(2, Call("use-2", 0)));
        }
        if (isStopped)
        {
            await SettleReviewsAsync(server);
            Assert.Equal(60, (await RowAsync(server, "s0")).Number(SubscriberFields.MonthVoiceSeconds));
            await server.RestartAsync(options: Reviewed, builder: Every);
            Assert.False(server.Services.GetRequiredService<ReadModelWriter>().IsBehind);
            Assert.Equal(120, (await RowAsync(server, "s0")).Number(SubscriberFields.MonthVoiceSeconds));
        }
        else
        {
            await SecondsAsync(server, 120);
        }

        static async Task SecondsAsync(TestServer server, long seconds)
        {
            var has = 0L;
            await Patience.UntilAsync(async () => (has = (await RowAsync(server, "s0")).Number(SubscriberFields.MonthVoiceSeconds)) == seconds, () => $"search has {has} s of use");
        }
    }

    /// <summary>Business time is that of the records, somebody else's, and goes on by a day a record at most.</summary>
    private static async Task TellTimeAsync(TestServer server, int days)
    {
        using var feed = await OpenAsync(server, stream: "clock-" + days);
        await feed.PublishAsync(Batch(1, [.. Enumerable.Range(0, days + 1).Select(day => Call($"clock-{days}-{day}", 99, hours: day * 24))]));
    }

    /// <summary>Reviews of what is due go through another factory and time.</summary>
    private static void WatchDue(WebApplicationBuilder host, Func<IGrainFactory, IGrainFactory> factory, TimeProvider time)
    {
        host.Services.Remove(host.Services.Single(static s => s.ImplementationType == typeof(DueReviews)));
        host.Services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<DueReviews>(provider, factory(provider.GetRequiredService<IGrainFactory>()), time));
    }

    private static async Task ReviewAsync(TestServer server, bool isDue = false) =>
        await server.Services.GetRequiredService<Server.Calls.GrainCalls>().RetryAsync(() => server.Grains.GetGrain<ISubscriberGrain>("s0").Review(isDue).AsTask(), Patience.Token);

    /// <summary>Until nobody waits for a review and the rows have everything.</summary>
    private static async Task SettleAsync(TestServer server)
    {
        await SettleReviewsAsync(server);
        await server.Services.GetRequiredService<ReadModelWriter>().FlushAsync(numbers: true, CancellationToken.None);
    }

    private static async Task SettleReviewsAsync(TestServer server)
    {
        var queue = server.Services.GetRequiredService<ReviewQueue>();
        await Patience.UntilAsync(() => ValueTask.FromResult(queue.Count == 0), () => $"{queue.Count} wait for their review");
    }

    /// <summary>A thousand times as fast; its timers are not.</summary>
    private sealed class FastTime : TimeProvider
    {
        public override long GetTimestamp() => base.GetTimestamp() * 1_000;
    }

    /// <summary>What search has, as soon as it has it.</summary>
    private static async Task<SubscriberRow> RowAsync(TestServer server, string id)
    {
        RowPage? page = null;
        var query = new RowQuery(new RowCondition.Texts(SubscriberFields.SubscriberId, RowComparison.Equal, id), [], 1);
        await Patience.UntilAsync(async () => (page = await server.Services.GetRequiredService<IReadModel>().SearchAsync(query, CancellationToken.None)).Rows.Count == 1, () => $"{id} has no row");
        return page!.Rows[0];
    }

    private static async Task<List<WatchSubscriberResponse>> WatchAsync(TestServer server, string cursor, int count)
    {
        using var call = server.Subscribers.WatchSubscriber(new WatchSubscriberRequest { SubscriberId = "s0", Cursor = cursor }, cancellationToken: new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        var messages = new List<WatchSubscriberResponse>();
        while (messages.Count < count && await call.ResponseStream.MoveNext(CancellationToken.None)) messages.Add(call.ResponseStream.Current);
        return messages;
    }

    private static async IAsyncEnumerable<SubscriberChange> ChangesAsync(TestServer server, string cursor)
    {
        using var call = server.Subscribers.WatchSubscriber(new WatchSubscriberRequest { SubscriberId = "s0", Cursor = cursor }, cancellationToken: new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
            if (call.ResponseStream.Current.Change is { } change) yield return change;
    }
}
