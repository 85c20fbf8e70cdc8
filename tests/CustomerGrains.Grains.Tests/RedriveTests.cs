using CustomerGrains.Tests;
using CustomerGrains.V1;
using Grpc.Core;
using static CustomerGrains.Tests.Publisher;
using static CustomerGrains.Tests.Rejects;

namespace CustomerGrains.Grains.Tests;

/// <summary>Rejected records tried again, through the real wire.</summary>
public sealed class RedriveTests
{
    [Fact]
    public async Task Once_their_number_is_held_records_count_on_the_day_they_were_received()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        using var feed = await OpenAsync(server);
        var sent = Batch(1, Call("a", 0), Call("b", 7, 30), Call("c", 7, 40), Call("a", 0, 99));
        var ack = await feed.PublishAsync(sent);
        Assert.All(await RedriveAsync(server), r => Assert.Equal((Outcome.Rejected, RejectReason.NumberNotHeld), (r.Outcome, r.Reason)));
        await RegisterAsync(server, 7);

        var results = await RedriveAsync(server);

        Assert.Equal([Outcome.Applied, Outcome.Applied], results.Select(r => r.Outcome));
        Assert.Equal((2UL, 70UL), await server.VoiceAsync(7));
        var source = await ReconciledAsync(server);
        Assert.Equal((4UL, 3UL, 1UL, 0UL), (source.Total.Received, source.Total.Applied, source.Total.Conflict, source.Total.Rejected));
        Assert.Equal(source.Total, Assert.Single(source.Days).Reconciliation);
        Assert.Equal(["b", "c"], (await ListAsync(server, new RejectedFilter { State = RejectedState.Redriven })).Select(r => r.Record.Id));
        Assert.Equal([(Outcome.Conflict, RejectedState.Open)], (await ListAsync(server, new RejectedFilter { State = RejectedState.Open })).Select(r => (r.Outcome, r.State)));

        // Sent again, the batch is answered as the first time; by another stream the records are known.
        ack.Replayed = true;
        Assert.Equal(ack, await feed.PublishAsync(sent));
        using var other = await OpenAsync(server, stream: "file-2");
        Assert.Equal(2u, (await other.PublishAsync(Batch(1, Call("b", 7, 30), Call("c", 7, 40)))).Duplicate);
        Assert.Empty(await RedriveAsync(server));
        await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
    }

    [Fact]
    public async Task Each_key_is_answered_for_itself_and_the_same_request_in_the_same_way()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        var broken = Call("d", 0);
        broken.Msisdn = "x";
        using (var feed = await OpenAsync(server)) await feed.PublishAsync(Batch(1, Call("a", 0), Call("b", 7), Call("a", 0, 99), broken, Call("e", 8)));
        await RegisterAsync(server, 7);
        var keys = (await ListAsync(server)).Select(r => r.Key).ToList();
        var request = ByKey("r1", [.. keys, "1-0", "999999-0", keys[0].Split('-')[0] + "-77", keys[0]]);

        var answer = await server.Feed.RedriveRejectedAsync(request);

        Assert.Equal(
            [RedriveStatus.Tried, RedriveStatus.NotRedrivable, RedriveStatus.NotRedrivable, RedriveStatus.Tried, RedriveStatus.NotFound, RedriveStatus.NotFound, RedriveStatus.NotFound],
            answer.Results.Select(r => r.Status));
        Assert.Equal((2u, 1u, 1u), (answer.Tried, answer.Applied, answer.Rejected));
        await RegisterAsync(server, 8);
        for (var i = 0; i < 6; i++) await server.Feed.RedriveRejectedAsync(ByKey("other" + i, keys[1]));
        await server.RestartAsync();

        Assert.Equal(answer, await server.Feed.RedriveRejectedAsync(request));
        Assert.Equal((0UL, 0UL), await server.VoiceAsync(8));
        request.RequestId = "r2";
        var second = await server.Feed.RedriveRejectedAsync(request);
        Assert.Equal((RedriveStatus.Settled, Outcome.Applied), (second.Results[0].Status, second.Results[3].Outcome));
        Assert.Equal((1UL, 60UL), await server.VoiceAsync(8));
        Assert.Equal((1UL, 60UL), await server.VoiceAsync(7));
    }

    [Fact]
    public async Task Equal_records_without_ids_count_each_though_redriven_one_by_one()
    {
        await using var server = await TestServer.StartAsync();
        using (var feed = await OpenAsync(server)) await feed.PublishAsync(Batch(1, Call("", 7), Call("", 7), Call("", 7, 61), Call("", 7)));
        await RegisterAsync(server, 7);

        foreach (var record in await ListAsync(server))
            Assert.Equal(1u, (await server.Feed.RedriveRejectedAsync(ByKey("", record.Key))).Applied);

        Assert.Equal((4UL, 241UL), await server.VoiceAsync(7));
    }

    [Fact]
    public async Task What_another_stream_brought_meanwhile_stands()
    {
        await using var server = await TestServer.StartAsync();
        using (var feed = await OpenAsync(server)) await feed.PublishAsync(Batch(1, Call("a", 7, 1), Call("b", 7, 2), Call("c", 7, 3)));
        await RegisterAsync(server, 7);
        using (var other = await OpenAsync(server, stream: "file-2")) await other.PublishAsync(Batch(1, Call("a", 7, 1), Call("b", 7, 20)));

        var results = await RedriveAsync(server);

        Assert.Equal([Outcome.Duplicate, Outcome.Conflict, Outcome.Applied], results.Select(r => r.Outcome));
        Assert.Equal((3UL, 24UL), await server.VoiceAsync(7));
        var total = (await ReconciledAsync(server)).Total;
        Assert.Equal((5UL, 3UL, 1UL, 1UL, 0UL), (total.Received, total.Applied, total.Duplicate, total.Conflict, total.Rejected));
        Assert.Equal(
            [(Outcome.Duplicate, RejectedState.Redriven), (Outcome.Conflict, RejectedState.Redriven), (Outcome.Applied, RejectedState.Redriven)],
            (await ListAsync(server)).Select(r => (r.Outcome, r.State)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10_000)]
    public async Task A_filter_is_redriven_call_by_call(uint most)
    {
        await using var server = await TestServer.StartAsync();
        using (var feed = await OpenAsync(server))
            for (var n = 1UL; n <= 4; n++) await feed.PublishAsync(Batch(n, Call($"{n}-0", 7, 1), Call($"{n}-1", 8), Call($"{n}-2", 7, 1)));
        await RegisterAsync(server, 7);
        var broken = Call("d", 0);
        broken.Msisdn = "x";
        using (var feed = await OpenAsync(server, stream: "file-2")) await feed.PublishAsync(Batch(1, broken));

        var results = await RedriveAsync(server, new RejectedFilter { Reason = RejectReason.NumberNotHeld }, most);

        Assert.Equal((12, 8, 4), (results.Count, results.Count(r => r.Outcome == Outcome.Applied), results.Count(r => r.Outcome == Outcome.Rejected)));
        Assert.Equal(12, results.Select(r => r.Key).Distinct().Count());
        Assert.Equal((8UL, 8UL), await server.VoiceAsync(7));
        Assert.Equal(5UL, (await ReconciledAsync(server)).Total.Rejected);
    }

    /// <summary>A record of then, sent now, would be too old.</summary>
    [Fact]
    public async Task Records_are_judged_by_the_time_they_came_first()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(2);
        using var feed = await OpenAsync(server);
        await feed.PublishAsync(Batch(1, Call("a", 0), Call("b", 7)));
        await feed.PublishAsync(Batch(2, [.. Enumerable.Range(1, 500).Select(day => Call("d" + day, 1, hours: 24 * day))]));
        await RegisterAsync(server, 7);
        var now = await feed.PublishAsync(Batch(3, Call("c", 7)));
        Assert.Equal(RejectReason.TooOld, now.Exceptions[0].Reason);

        var results = await RedriveAsync(server);

        Assert.Equal([(Outcome.Rejected, RejectReason.TooOld), (Outcome.Applied, RejectReason.Unspecified)], results.Select(r => (r.Outcome, r.Reason)));
        var left = Assert.Single(await ListAsync(server, new RejectedFilter { State = RejectedState.Open }));
        Assert.Equal(("c", RejectReason.TooOld, true), (left.Record.Id, left.Reason, left.Redrivable));
    }

    [Fact]
    public async Task A_record_that_stays_rejected_says_why_now()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(2);
        using (var feed = await OpenAsync(server))
        {
            await feed.PublishAsync(Batch(1, [.. Enumerable.Range(1, 500).Select(day => Call("d" + day, 1, hours: 24 * day))]));
            await feed.PublishAsync(Batch(2, Call("c", 7)));
        }
        await RegisterAsync(server, 7);
        await RedriveAsync(server);
        Assert.Empty(await ListAsync(server, new RejectedFilter { Reason = RejectReason.NumberNotHeld }));
        Assert.Single(await ListAsync(server, new RejectedFilter { Reason = RejectReason.TooOld, State = RejectedState.Open }));
    }

    [Theory]
    [InlineData("none", "selection")]
    [InlineData("no-keys", "keys")]
    [InlineData("bad-key", "keys[1]")]
    [InlineData("many-keys", "keys")]
    [InlineData("token", "page_token")]
    [InlineData("request", "request_id")]
    public async Task A_redrive_that_cannot_be_is_named(string what, string field)
    {
        await using var server = await TestServer.StartAsync();
        using (await OpenAsync(server)) { }
        var request = what switch
        {
            "none" => new RedriveRejectedRequest { Source = "mediation" },
            "no-keys" => ByKey("r"),
            "bad-key" => ByKey("r", "1-1", "1--1"),
            "many-keys" => ByKey("r", Enumerable.Range(0, 1_001).Select(i => "1-" + i)),
            "token" => new RedriveRejectedRequest { Source = "mediation", Filter = new RejectedFilter(), PageToken = "AA" },
            _ => new RedriveRejectedRequest { Source = "mediation", Filter = new RejectedFilter(), RequestId = new string('r', 65) },
        };
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await server.Feed.RedriveRejectedAsync(request));
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.StartsWith(field, failure.Status.Detail, StringComparison.Ordinal);
    }

    private static async Task RegisterAsync(TestServer server, int i) => await server.Directory.RegisterSubscriberAsync(TestServer.Registration(i));
}
