using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using static CustomerGrains.Tests.FactSamples;
using static CustomerGrains.Tests.Publisher;
using static CustomerGrains.Tests.Rejects;

namespace CustomerGrains.Grains.Tests;

/// <summary>Business facts through the wire, by request and by feed.</summary>
public sealed class FactsTests
{
    [Fact]
    public async Task Every_kind_told_by_request_or_by_feed_is_listed_as_it_came_and_makes_the_same_relationship()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(2);
        var facts = All();
        var results = (await server.Facts.RecordFactsAsync(About(0, facts))).Results;
        Assert.Equal(facts.Count, results.Count);
        Assert.All(results, r => Assert.Equal((Outcome.Applied, RejectReason.Unspecified, false), (r.Outcome, r.Reason, r.Held)));
        using (var feed = await OpenAsync(server))
        {
            var ack = await feed.PublishAsync(Batch(1, [.. facts.Select(f => Record(f, 1))]));
            Assert.Equal((uint)facts.Count, ack.Applied);
        }

        var (asked, fed) = (await ListAsync(server, "s0"), await ListAsync(server, "s1"));
        Assert.Equal(facts, asked.Select(f => f.Fact));
        Assert.Equal(facts, fed.Select(f => f.Fact));
        var (one, other) = (await server.GetAsync(0), await server.GetAsync(1));
        Assert.NotNull(one.Relationship);
        Assert.Equal(one.Relationship, other.Relationship);
        Assert.Equal(("x1", "x1"), (one.Plan, one.Brand));
        Assert.Equal(SubscriberStatus.Active, one.Relationship.Status);
        var bill = Assert.Single(one.Relationship.Bills);
        Assert.Equal(("2025-12", 1_003L, 1_002L, 2_005L), (bill.Month, bill.NetMicros, bill.AdjustedMicros, bill.TotalMicros));

        await server.RestartAsync();
        Assert.Equal(one.Relationship, (await server.GetAsync(0)).Relationship);
        Assert.Equal(asked, await ListAsync(server, "s0"));
    }

    [Fact]
    public async Task What_is_kept_can_be_rebuilt_from_history_and_log()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(3);
        using var feed = await OpenAsync(server);
        for (var n = 1; n <= 6; n++)
        {
            var some = All().Where((_, i) => i % 6 == n - 1).ToList();
            await feed.PublishAsync(Batch((ulong)n, [.. some.Select(f => Record(f, 0)), Call("c" + n, 1, hours: n), .. some.Select(f => Record(f, 1))]));
            await server.Facts.RecordFactsAsync(About(2, some));
            if (n == 3) await server.Operations.GetDigestAsync(new GetDigestRequest());
        }
        var digest = await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
        Assert.True(digest.Rebuilt >= 3, $"{digest.Rebuilt} rebuilt");
        await server.RestartAsync();
        Assert.Equal(digest.Digest_, (await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true })).Digest_);
    }

    [Fact]
    public async Task A_fact_counts_once_by_whichever_way_it_comes_again()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        var payment = Payment("p1", 5);
        using (var feed = await OpenAsync(server))
        {
            Assert.Equal((1U, 1U, 1U), Counts(await feed.PublishAsync(Batch(1, Record(payment, 0), Record(payment, 0), Record(Payment("p1", 6), 0)))));
        }
        using (var again = await OpenAsync(server))
        {
            Assert.True((await again.PublishAsync(Batch(1, Record(payment, 0), Record(payment, 0), Record(Payment("p1", 6), 0)))).Replayed);
        }
        using (var other = await OpenAsync(server, stream: "file-2"))
        {
            Assert.Equal((0U, 1U, 0U), Counts(await other.PublishAsync(Batch(1, Record(payment, 0)))));
        }
        var results = (await server.Facts.RecordFactsAsync(About(0, payment, Payment("p1", 7), Payment("p2", 8)))).Results;
        Assert.Equal([Outcome.Duplicate, Outcome.Conflict, Outcome.Applied], results.Select(r => r.Outcome));
        var month = Assert.Single((await server.GetAsync(0)).Relationship.Months);
        Assert.Equal(("2025-12", 2U, 13L), (month.Month, month.Payments, month.PaymentMicros));
        await ReconciledAsync(server);

        static (uint, uint, uint) Counts(BatchAck ack) => (ack.Applied, ack.Duplicate, ack.Conflict);
    }

    [Fact]
    public async Task The_same_request_again_is_answered_as_the_first_time()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(2);
        var request = new RecordFactsRequest { RequestId = "r1" };
        request.Facts.Add(About(0, Status(SubscriberStatus.Terminated, TestServer.Epoch.AddDays(-9)), Plan("x", TestServer.Epoch.AddDays(-3)), Payment("p", 5)).Facts);
        request.Facts.Insert(1, About(1, Payment("p", 5)).Facts[0]);
        request.Facts.Add(About(7, Payment("p", 5)).Facts); // nobody
        var first = await server.Facts.RecordFactsAsync(request);
        Assert.Equal([Outcome.Applied, Outcome.Applied, Outcome.Applied, Outcome.Applied, Outcome.Rejected], first.Results.Select(r => r.Outcome));
        Assert.Equal(RejectReason.NotRegistered, first.Results[4].Reason);
        var second = new RecordFactsRequest { RequestId = "r2", Facts = { About(0, Plan("y", TestServer.Epoch.AddDays(-2))).Facts } };
        var refused = await server.Facts.RecordFactsAsync(second);
        Assert.Equal((Outcome.Rejected, RejectReason.StatusDoesNotAllow), (refused.Results[0].Outcome, refused.Results[0].Reason));

        Assert.Equal(first, await server.Facts.RecordFactsAsync(request));
        await server.RestartAsync();
        Assert.Equal(first, await server.Facts.RecordFactsAsync(request));
        Assert.Equal(refused, await server.Facts.RecordFactsAsync(second));
        var other = new RecordFactsRequest { RequestId = "r1", Facts = { About(0, Payment("q", 5)).Facts } };
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => server.Facts.RecordFactsAsync(other).ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task A_plan_change_that_lies_ahead_takes_effect_by_itself_and_allowances_follow()
    {
        var plans = Path.GetTempFileName();
        await File.WriteAllTextAsync(plans, """{ "plans": [ { "id": "plan-a", "minutes": 100 }, { "id": "plan-b", "minutes": 500 } ] }""");
        await using var server = await TestServer.StartAsync(options: o => o with { Plans = plans });
        await server.RegisterAsync(1);
        using var feed = await OpenAsync(server);
        await feed.PublishAsync(Batch(1, Call("a", 0)));
        var result = Assert.Single((await server.Facts.RecordFactsAsync(About(0, Plan("plan-b", TestServer.Epoch.AddHours(12))))).Results);
        Assert.Equal((Outcome.Applied, true), (result.Outcome, result.Held));
        var before = await server.GetAsync(0);
        Assert.Equal(("plan-a", 100UL, 1), (before.Plan, Assert.Single(before.Allowances).Included, before.Relationship.Held.Count));
        // Business time goes on by another record: nothing else is told.
        await feed.PublishAsync(Batch(2, Call("b", 0, hours: 12)));
        var after = await server.GetAsync(0);
        Assert.Equal(("plan-b", 500UL, 0), (after.Plan, Assert.Single(after.Allowances).Included, after.Relationship.Held.Count));
        File.Delete(plans);
    }

    [Fact]
    public async Task A_rejected_fact_is_kept_and_can_be_redriven()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        using (var clock = await OpenAsync(server, stream: "clock")) await clock.PublishAsync(Batch(1, Call("c", 0))); // business time is the Epoch
        await server.Facts.RecordFactsAsync(About(0, Status(SubscriberStatus.Terminated, TestServer.Epoch.AddDays(-9))));
        var (plan, unheld) = (Record(Plan("x", TestServer.Epoch.AddDays(-2), "p1"), 0), Record(Payment("p2", 5), 7));
        var broken = Record(Payment("p3", 5), 0);
        broken.Fact.SourceSystem = "";
        using (var feed = await OpenAsync(server))
        {
            Assert.Equal([RejectReason.StatusDoesNotAllow, RejectReason.NumberNotHeld, RejectReason.InvalidFact], (await feed.PublishAsync(Batch(1, plan, unheld, broken))).Exceptions.Select(e => e.Reason));
        }
        var listed = await Rejects.ListAsync(server);
        Assert.Equal([true, true, false], listed.Select(r => r.Redrivable));
        // Whole, as a caller would send it again.
        Assert.Equal(("p1", "x", plan.StartTime), (listed[0].Record.Id, listed[0].Record.Fact.PlanChanged.Plan, listed[0].Record.Fact.EventTime));

        await server.Facts.RecordFactsAsync(About(0, Status(SubscriberStatus.Active, TestServer.Epoch.AddDays(-5))));
        await server.Directory.AssignNumberAsync(new AssignNumberRequest { Msisdn = TestServer.NumberOf(7), SubscriberId = "s0", StartTime = Timestamp.FromDateTimeOffset(TestServer.Epoch.AddYears(-1)) });
        Assert.Equal([Outcome.Applied, Outcome.Applied], (await RedriveAsync(server)).Select(r => r.Outcome));
        var subscriber = await server.GetAsync(0);
        Assert.Equal(("x", 5L), (subscriber.Plan, Assert.Single(subscriber.Relationship.Payments).PaymentReceived.AmountMicros));
        await ReconciledAsync(server);
        await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
    }

    [Fact]
    public async Task A_watcher_sees_the_fact_and_who_recorded_it_is_listed()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        using var watch = server.Subscribers.WatchSubscriber(new WatchSubscriberRequest { SubscriberId = "s0" }, deadline: DateTime.UtcNow.AddMinutes(1));
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Null(watch.ResponseStream.Current.State.Relationship);
        var fact = Payment("p", 5);
        await server.Facts.RecordFactsAsync(About(0, fact), new Metadata { { "cg-actor", "till-7" }, { "cg-reason", "cash" } });
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(fact, Assert.Single(watch.ResponseStream.Current.Change.Facts).BusinessFact);
        var listed = Assert.Single(await ListAsync(server, "s0"));
        Assert.Equal(("till-7", "cash"), (listed.Actor, listed.Reason));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    public async Task Facts_are_listed_page_by_page_by_kind_and_time(int pageSize)
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        using var feed = await OpenAsync(server);
        var facts = All();
        for (var i = 0; i < facts.Count; i++)
        {
            await feed.PublishAsync(Batch((ulong)(i / 4) + 1, [Call("c" + i, 0), .. i % 4 == 0 ? facts.Skip(i).Take(4).Select(f => Record(f, 0)) : []]));
            if (i == 8) await server.Operations.GetDigestAsync(new GetDigestRequest());
            i += 3;
        }
        Assert.Equal(facts, (await ListAsync(server, "s0", pageSize)).Select(f => f.Fact));
        var some = new ListFactsRequest { SubscriberId = "s0", Kinds = { "bill_issued", "case_changed" }, StartTime = Time, EndTime = new Timestamp { Seconds = Time.Seconds + 1 } };
        Assert.Equal([Fact.FactOneofCase.BillIssued, Fact.FactOneofCase.CaseChanged], (await server.Facts.ListFactsAsync(some)).Facts.Select(f => f.Fact.FactCase));
        some.StartTime = some.EndTime;
        some.EndTime = null;
        Assert.Empty((await server.Facts.ListFactsAsync(some)).Facts);
    }

    private static async Task<List<ListedFact>> ListAsync(TestServer server, string id, int pageSize = 0)
    {
        var all = new List<ListedFact>();
        var request = new ListFactsRequest { SubscriberId = id, PageSize = pageSize };
        do
        {
            var page = await server.Facts.ListFactsAsync(request);
            all.AddRange(page.Facts);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return all;
    }
}
