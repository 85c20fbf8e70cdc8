using CustomerGrains.Domain.Sources;
using CustomerGrains.V1;
using Grpc.Core;
using static CustomerGrains.Tests.Publisher;

namespace CustomerGrains.Grains.Tests;

/// <summary>What a feed may rely on (core rules 17 to 22), through the real wire.</summary>
public sealed class FeedTests
{
    [Fact]
    public async Task What_is_acknowledged_is_in_the_next_answer()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(3);
        using var feed = await OpenAsync(server);

        var ack = await feed.PublishAsync(Batch(1, Call("a", 0, 30), Call("b", 1, 40), Call("c", 0, 50, hours: 30)));

        Assert.Equal((3u, 3u, false), (ack.Received, ack.Applied, ack.Replayed));
        Assert.Equal((2UL, 80UL), await server.VoiceAsync(0));
        Assert.Equal((1UL, 40UL), await server.VoiceAsync(1));
        Assert.Equal((0UL, 0UL), await server.VoiceAsync(2));
        Assert.Equal(["2026-01-01", "2026-01-02"], (await server.GetAsync(0)).Days.Select(d => d.Day));
    }

    [Fact]
    public async Task A_batch_sent_again_is_answered_as_the_first_time_and_counts_nothing()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        var batch = Batch(1, Call("a", 0), Call("b", 99), Call("a", 0));
        BatchAck first;
        using (var feed = await OpenAsync(server)) first = await feed.PublishAsync(batch);
        Assert.Equal((1u, 1u, 1u), (first.Applied, first.Duplicate, first.Rejected));

        using var again = await OpenAsync(server);
        Assert.Equal(1UL, again.Opened.LastComplete);
        var second = await again.PublishAsync(batch);

        first.Replayed = true;
        Assert.Equal(first, second);
        Assert.Equal((1UL, 60UL), await server.VoiceAsync(0));
        var source = await server.Feed.GetSourceAsync(new GetSourceRequest { Source = "mediation" });
        Assert.Equal((3UL, 1UL, 1UL, 1UL), (source.Total.Received, source.Total.Applied, source.Total.Duplicate, source.Total.Rejected));
        Assert.Equal(source.Total, Assert.Single(source.Days).Reconciliation);
    }

    [Fact]
    public async Task A_batch_sent_twice_in_one_session_is_new_only_once()
    {
        const ulong batches = 100;
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        using var feed = await OpenAsync(server);
        var acks = new List<BatchAck>();
        for (var n = 1UL; n <= batches; n++)
        {
            // The second comes while the first is under way, or later.
            await feed.SendAsync(Batch(n, Call("a" + n, 0)));
            await feed.SendAsync(Batch(n, Call("a" + n, 0)));
            acks.Add((await feed.ReadAsync()).Ack);
            acks.Add((await feed.ReadAsync()).Ack);
        }

        Assert.Equal(batches, (ulong)acks.Count(a => !a.Replayed));
        Assert.All(acks, a => Assert.Equal((1u, 1u), (a.Received, a.Applied)));
        Assert.Equal(batches, (await server.Operations.GetStatisticsAsync(new GetStatisticsRequest())).RecordsReceived);
    }

    [Fact]
    public async Task A_batch_number_with_other_content_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        using (var feed = await OpenAsync(server)) await feed.PublishAsync(Batch(1, Call("a", 0)));

        using var again = await OpenAsync(server);
        await again.SendAsync(Batch(1, Call("b", 0)));

        var failure = await again.FailureAsync();
        Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
        Assert.Contains("other content", failure.Status.Detail, StringComparison.Ordinal);
        Assert.Equal((1UL, 60UL), await server.VoiceAsync(0));
    }

    [Fact]
    public async Task A_hole_in_the_batch_numbers_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        using var feed = await OpenAsync(server);
        await feed.SendAsync(Batch(2, Call("a", 0)));
        var failure = await feed.FailureAsync();
        Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
        Assert.Contains("1 is next", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_session_supersedes()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        using var old = await OpenAsync(server);
        await old.PublishAsync(Batch(1, Call("a", 0)));
        using var newer = await OpenAsync(server);

        await old.SendAsync(Batch(2, Call("b", 0)));

        Assert.Equal(StatusCode.Aborted, (await old.FailureAsync()).StatusCode);
        Assert.Equal(1u, (await newer.PublishAsync(Batch(2, Call("c", 0)))).Applied);
    }

    [Fact]
    public async Task A_closed_stream_answers_replayed_for_good()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        using (var feed = await OpenAsync(server))
        {
            await feed.PublishAsync(Batch(1, Call("a", 0)));
            Assert.Equal(1UL, (await feed.CloseAsync()).Batches);
        }
        await server.RestartAsync();

        using var again = await OpenAsync(server);
        Assert.Equal(1UL, again.Opened.LastComplete);
        var ack = await again.PublishAsync(Batch(1, Call("a", 0)));
        Assert.True(ack.Replayed && ack.OutcomeExpired);
        await again.SendAsync(Batch(2, Call("b", 0)));
        Assert.Equal(StatusCode.FailedPrecondition, (await again.FailureAsync()).StatusCode);
        Assert.Equal((1UL, 60UL), await server.VoiceAsync(0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_sent_again_with_other_content_is_refused_however_long_ago(bool isClosed)
    {
        const ulong batches = StreamState.RememberedBatches + 6;
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        using (var feed = await OpenAsync(server))
        {
            for (var n = 1UL; n <= batches; n++) await feed.PublishAsync(Batch(n, Call($"a{n}", 0)));
            if (isClosed) await feed.CloseAsync();
        }

        using (var same = await OpenAsync(server))
            for (var n = 1UL; n <= batches; n++) Assert.True((await same.PublishAsync(Batch(n, Call($"a{n}", 0)))).Replayed);

        using var other = await OpenAsync(server);
        await other.PublishAsync(Batch(1, Call("other", 0)));
        for (var n = 2UL; n < batches; n++) await other.PublishAsync(Batch(n, Call($"a{n}", 0)));
        await other.SendAsync(Batch(batches, Call($"a{batches}", 0)));
        var failure = await other.FailureAsync();
        Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
        Assert.Contains("other content", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_record_by_another_stream_is_a_duplicate_and_other_content_a_conflict()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        using var one = await OpenAsync(server, stream: "one");
        using var two = await OpenAsync(server, stream: "two");
        await one.PublishAsync(Batch(1, Call("a", 0, 60)));

        var ack = await two.PublishAsync(Batch(1, Call("a", 0, 60), Call("a", 0, 61), Call("b", 0, 1)));

        Assert.Equal((1u, 1u, 1u), (ack.Duplicate, ack.Conflict, ack.Applied));
        Assert.Equal([(0u, Outcome.Duplicate), (1u, Outcome.Conflict)], ack.Exceptions.Select(e => (e.Index, e.Outcome)));
        Assert.Equal((2UL, 61UL), await server.VoiceAsync(0));
    }

    [Fact]
    public async Task A_bad_record_is_rejected_with_its_reason_and_the_others_go_on()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        using var feed = await OpenAsync(server);
        var early = Call("d", 0, hours: -24 * 400);
        var noNumber = Call("e", 0);
        noNumber.Msisdn = "not a number";

        var ack = await feed.PublishAsync(Batch(1, Call("a", 0), Call("b", 7), early, noNumber));

        Assert.Equal(1u, ack.Applied);
        Assert.Equal(
            [(1u, RejectReason.NumberNotHeld), (2u, RejectReason.NumberNotHeld), (3u, RejectReason.InvalidNumber)],
            ack.Exceptions.Select(e => (e.Index, e.Reason)));
    }

    [Theory]
    [InlineData("", "s", "open.source")]
    [InlineData("a/b", "s", "open.source")]
    [InlineData("\uFFFD", "s", "open.source")]
    [InlineData("a", "\uFFFD", "open.stream")]
    [InlineData("a", "", "open.stream")]
    public async Task An_open_that_cannot_be_is_named(string source, string stream, string field)
    {
        await using var server = await TestServer.StartAsync();
        using var call = server.Feed.Publish();
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            // The answer may be there before the write is seen to have ended: then that says it.
            await call.RequestStream.WriteAsync(new PublishRequest { Open = new OpenStream { Source = source, Stream = stream } });
            await call.ResponseStream.MoveNext(CancellationToken.None);
        });
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.StartsWith(field, failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sixty_four_clients_on_one_subscriber_count_exactly()
    {
        const int clients = 64, batches = 20, records = 10;
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);

        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            using var feed = await OpenAsync(server, stream: "client-" + client);
            for (var n = 1UL; n <= batches; n++)
            {
                var batch = Batch(n, [.. Enumerable.Range(0, records).Select(r => Call($"{client}-{n}-{r}", 0, seconds: 1, hours: r))]);
                Assert.Equal((uint)records, (await feed.PublishAsync(batch)).Applied);
            }
        })));

        const ulong all = clients * batches * records;
        Assert.Equal((all, all), await server.VoiceAsync(0));
        var digest = await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
        Assert.True(digest.Rebuilt >= 3, "Nothing was rebuilt.");
    }
}
