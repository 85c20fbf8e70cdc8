using CustomerGrains.Tests;
using CustomerGrains.V1;
using Google.Protobuf;
using Grpc.Core;
using static CustomerGrains.Tests.Publisher;
using static CustomerGrains.Tests.Rejects;

namespace CustomerGrains.Grains.Tests;

/// <summary>What is kept of records that were not taken, and what ListRejected says of it.</summary>
public sealed class QuarantineTests
{
    [Fact]
    public async Task Rejected_and_conflicting_records_are_listed_with_content_place_and_reason()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        var unheld = Full(Call("b", 7));
        var broken = Call("d", 0);
        broken.Msisdn = "not a number";
        using (var feed = await OpenAsync(server))
        {
            await feed.PublishAsync(Batch(1, Call("a", 0), unheld, Call("a", 0, 99), Call("a", 0)));
            await feed.PublishAsync(Batch(2, Call("c", 0), broken));
        }
        var listed = await ListAsync(server);

        Assert.Equal([(2UL, 1u), (1UL, 1u), (1UL, 2u)], listed.Select(r => (r.Batch, r.Index)));
        Assert.Equal([Outcome.Rejected, Outcome.Rejected, Outcome.Conflict], listed.Select(r => r.Outcome));
        Assert.Equal([RejectReason.InvalidNumber, RejectReason.NumberNotHeld, RejectReason.Unspecified], listed.Select(r => r.Reason));
        Assert.Equal([false, true, false], listed.Select(r => r.Redrivable));
        Assert.All(listed, r => Assert.Equal(("file-1", RejectedState.Open), (r.Stream, r.State)));
        Assert.Equal(broken.ToByteString(), listed[0].Raw);
        unheld.Service = Service.Voice; // derived from the record type
        Assert.Equal(unheld, listed[1].Record);
        Assert.Equal(99UL, listed[2].Record.DurationSeconds);

        await server.RestartAsync();
        Assert.Equal(listed, await ListAsync(server));
        var source = await ReconciledAsync(server);
        Assert.Equal((3UL, 0UL), (source.Total.Kept, source.Total.NotKept));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1_000)]
    public async Task Pages_have_every_record_once_also_while_more_come_in_and_across_checkpoints(int pageSize)
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        using var feed = await OpenAsync(server);
        for (var n = 1UL; n <= 12; n++)
        {
            await feed.PublishAsync(Batch(n, Call($"{n}-0", 7), Call($"{n}-1", 0), Call($"{n}-2", 8)));
            if (n % 4 == 0) await server.Operations.GetDigestAsync(new GetDigestRequest());
        }
        var request = new ListRejectedRequest { Source = "mediation", PageSize = (uint)pageSize };
        var seen = new List<string>();
        for (var n = 13UL; ; n++)
        {
            var page = await server.Feed.ListRejectedAsync(request);
            seen.AddRange(page.Records.Select(r => r.Record.Id));
            if (page.NextPageToken.Length == 0) break;
            request.PageToken = page.NextPageToken;
            await feed.PublishAsync(Batch(n, Call($"{n}-0", 7)));
        }
        Assert.Equal(Enumerable.Range(1, 12).Reverse().SelectMany(n => new[] { $"{n}-0", $"{n}-2" }), seen);
    }

    [Fact]
    public async Task Filters_name_outcome_reason_day_and_state()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        var broken = Call("d", 0);
        broken.Msisdn = "x";
        using (var feed = await OpenAsync(server)) await feed.PublishAsync(Batch(1, Call("a", 0), Call("a", 0, 99), Call("b", 7), broken));
        var today = (await ReconciledAsync(server)).Days[0].Day;

        Assert.Equal([1u], await Indices(new RejectedFilter { Outcome = Outcome.Conflict }));
        Assert.Equal([2u, 3u], await Indices(new RejectedFilter { Outcome = Outcome.Rejected }));
        Assert.Equal([3u], await Indices(new RejectedFilter { Reason = RejectReason.InvalidNumber }));
        Assert.Equal([1u, 2u, 3u], await Indices(new RejectedFilter { FirstDay = today, LastDay = today, State = RejectedState.Open }));
        Assert.Empty(await Indices(new RejectedFilter { LastDay = "1999-12-31" }));
        Assert.Empty(await Indices(new RejectedFilter { FirstDay = "9999-12-31" }));
        Assert.Empty(await Indices(new RejectedFilter { State = RejectedState.Redriven }));

        async Task<IEnumerable<uint>> Indices(RejectedFilter filter) => (await ListAsync(server, filter)).Select(r => r.Index);
    }

    [Fact]
    public async Task Beyond_the_cap_records_are_counted_and_not_kept()
    {
        await using var server = await TestServer.StartAsync(options: o => o with { QuarantineRecords = 5 });
        await server.RegisterAsync(1);
        using (var feed = await OpenAsync(server))
            for (var n = 1UL; n <= 3; n++) await feed.PublishAsync(Batch(n, [.. Enumerable.Range(0, 3).Select(i => Call($"{n}-{i}", 7))]));
        using (var other = await OpenAsync(server, source: "other")) await other.PublishAsync(Batch(1, Call("x", 7)));

        Assert.Equal(["2-0", "2-1", "1-0", "1-1", "1-2"], (await ListAsync(server)).Select(r => r.Record.Id));
        var total = (await ReconciledAsync(server)).Total;
        Assert.Equal((9UL, 5UL, 4UL), (total.Rejected, total.Kept, total.NotKept));
        Assert.Single(await ListAsync(server, source: "other"));
        await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
    }

    [Fact]
    public async Task The_cap_of_bytes_holds_too_and_nothing_at_all_may_be_kept()
    {
        await using var server = await TestServer.StartAsync(options: o => o with { QuarantineMegabytes = 0 });
        using (var feed = await OpenAsync(server)) await feed.PublishAsync(Batch(1, Call("a", 7)));
        Assert.Empty(await ListAsync(server));
        var total = (await ReconciledAsync(server)).Total;
        Assert.Equal((1UL, 0UL, 1UL), (total.Rejected, total.Kept, total.NotKept));
    }

    [Theory]
    [InlineData("", "", "source")]
    [InlineData("mediation", "!", "page_token")]
    [InlineData("mediation", "AQAAAAAAAAAAAAEA", "page_token")]
    public async Task A_page_that_cannot_be_is_named(string source, string token, string field)
    {
        await using var server = await TestServer.StartAsync();
        using (await OpenAsync(server)) { }
        await AssertInvalidAsync(server, field, new ListRejectedRequest { Source = source, PageToken = token });
    }

    [Fact]
    public async Task A_filter_that_cannot_be_is_named_and_a_token_is_of_its_question()
    {
        await using var server = await TestServer.StartAsync();
        using (var feed = await OpenAsync(server)) await feed.PublishAsync(Batch(1, Call("a", 7), Call("b", 7)));
        await InvalidAsync("filter.outcome", new RejectedFilter { Outcome = Outcome.Applied });
        await InvalidAsync("filter.reason", new RejectedFilter { Reason = (RejectReason)77 });
        await InvalidAsync("filter.state", new RejectedFilter { State = (RejectedState)77 });
        await InvalidAsync("filter.first_day", new RejectedFilter { FirstDay = "2026-02-30" });
        await InvalidAsync("filter.last_day", new RejectedFilter { FirstDay = "2026-02-02", LastDay = "2026-02-01" });
        var page = await server.Feed.ListRejectedAsync(new ListRejectedRequest { Source = "mediation", PageSize = 1 });
        await AssertInvalidAsync(server, "page_token", new ListRejectedRequest { Source = "mediation", PageToken = page.NextPageToken, Filter = new RejectedFilter { Outcome = Outcome.Conflict } });
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(async () => await server.Feed.ListRejectedAsync(new ListRejectedRequest { Source = "nobody" }))).StatusCode);

        async Task InvalidAsync(string field, RejectedFilter filter) => await AssertInvalidAsync(server, field, new ListRejectedRequest { Source = "mediation", Filter = filter });
    }

    private static async Task AssertInvalidAsync(TestServer server, string field, ListRejectedRequest request)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await server.Feed.ListRejectedAsync(request));
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.StartsWith(field, failure.Status.Detail, StringComparison.Ordinal);
    }

    private static UsageRecord Full(UsageRecord record)
    {
        record.UtcOffsetMinutes = -60;
        (record.OctetsUp, record.OctetsDown, record.Count, record.CellId, record.VisitedPlmn) = (1, 2, 3, "cell", "46000");
        (record.CallKind, record.OnNet, record.CloseCause, record.SessionId) = (CallKind.International, false, 0, "s");
        (record.ChargeMicros, record.CurrencyCode, record.SourceSequence) = (-5, "CNY", 0);
        return record;
    }
}
