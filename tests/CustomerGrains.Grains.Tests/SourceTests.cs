using CustomerGrains.Tests;
using CustomerGrains.V1;
using Grpc.Core;
using static CustomerGrains.Tests.Publisher;
using static CustomerGrains.Tests.Rejects;

namespace CustomerGrains.Grains.Tests;

/// <summary>What a source's streams mean for each other: the same record twice, a missing and a late file.</summary>
public sealed class SourceTests
{
    [Fact]
    public async Task The_same_record_by_another_stream_counts_once_within_48_hours_of_event_time_and_again_beyond()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        using var one = await OpenAsync(server, stream: "one");
        using var two = await OpenAsync(server, stream: "two");
        await one.PublishAsync(Batch(1, Call("a", 0, 10), Call("b", 0, 20, hours: 48 - 1.0 / 3_600)));
        Assert.Equal(1u, (await two.PublishAsync(Batch(1, Call("a", 0, 10)))).Duplicate);

        // One second more, and the first is forgotten: what is promised beyond that is each stream's own exactness.
        await one.PublishAsync(Batch(2, Call("c", 0, 30, hours: 48)));
        Assert.Equal(1u, (await two.PublishAsync(Batch(2, Call("a", 0, 10)))).Applied);
        Assert.Equal((4UL, 70UL), await server.VoiceAsync(0));

        // Within its stream a batch is known for ever.
        Assert.True((await one.PublishAsync(Batch(1, Call("a", 0, 10), Call("b", 0, 20, hours: 48 - 1.0 / 3_600)))).Replayed);
        Assert.Equal((4UL, 70UL), await server.VoiceAsync(0));
        await ReconciledAsync(server);
    }

    /// <summary>Equal rows are told apart by their place among each other, however many there are.</summary>
    [Fact]
    public async Task Records_without_ids_are_known_by_content_and_place_among_equals()
    {
        const int equals = 5_000;
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        using var one = await OpenAsync(server, stream: "one");
        using var two = await OpenAsync(server, stream: "two");
        UsageRecord[] records = [.. Enumerable.Repeat(Call("", 0, 1), equals), Call("", 0, 2), Call("x", 0, 1)];
        Assert.Equal((uint)records.Length, (await one.PublishAsync(Batch(1, records))).Applied);
        Assert.Equal((uint)records.Length, (await two.PublishAsync(Batch(1, records))).Duplicate);
        Assert.Equal(1u, (await two.PublishAsync(Batch(2, [Call("", 0, 2), .. records[..equals], Call("", 0, 1)]))).Applied);
        Assert.Equal(((ulong)equals + 3, (ulong)equals + 4), await server.VoiceAsync(0));
    }

    [Fact]
    public async Task Of_one_id_the_first_content_stands_and_the_other_is_kept_in_quarantine()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        using (var one = await OpenAsync(server, stream: "one")) await one.PublishAsync(Batch(1, Call("a", 0, 10)));
        using (var two = await OpenAsync(server, stream: "two")) Assert.Equal(1u, (await two.PublishAsync(Batch(1, Call("a", 0, 11)))).Conflict);
        await server.RestartAsync();

        var kept = Assert.Single(await ListAsync(server));

        Assert.Equal(("two", Outcome.Conflict, 11UL, false), (kept.Stream, kept.Outcome, kept.Record.DurationSeconds, kept.Redrivable));
        Assert.Equal((1UL, 10UL), await server.VoiceAsync(0));
        Assert.Equal(RedriveStatus.NotRedrivable, Assert.Single((await server.Feed.RedriveRejectedAsync(ByKey("r", kept.Key))).Results).Status);
    }

    [Fact]
    public async Task A_batch_number_with_another_digest_is_refused_after_a_restart_too_and_the_stream_goes_on()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        using (var feed = await OpenAsync(server)) await feed.PublishAsync(Batch(1, Call("a", 0)));
        await server.RestartAsync();
        using (var feed = await OpenAsync(server))
        {
            await feed.SendAsync(Batch(1, Call("a", 0), Call("b", 0)));
            Assert.Equal(StatusCode.FailedPrecondition, (await feed.FailureAsync()).StatusCode);
        }
        using (var feed = await OpenAsync(server)) Assert.Equal(1u, (await feed.PublishAsync(Batch(2, Call("b", 0)))).Applied);
        Assert.Equal((2UL, 120UL), await server.VoiceAsync(0));
        Assert.Equal(2UL, (await ReconciledAsync(server)).Total.Received);
    }

    [Fact]
    public async Task A_missing_file_is_a_gap_until_it_comes()
    {
        await using var server = await TestServer.StartAsync();
        Assert.False((await GapsAfterAsync(server, "file-1", null)).HasFirstNumber);
        Assert.Empty((await GapsAfterAsync(server, "file-4", 4)).Gaps);
        await GapsAfterAsync(server, "file-5", 5);
        var gaps = await GapsAfterAsync(server, "file-9", 9);
        Assert.Equal((4UL, 9UL), (gaps.FirstNumber, gaps.LastNumber));
        var gap = Assert.Single(gaps.Gaps);
        Assert.Equal((6UL, 8UL), (gap.FirstNumber, gap.LastNumber));
        var opened = (await server.Feed.GetSourceAsync(new GetSourceRequest { Source = "mediation" })).OpenStreams;
        Assert.Equal([null, 4UL, 5UL, 9UL], opened.Select(s => s.HasSourceSequence ? s.SourceSequence : (ulong?)null));

        await server.RestartAsync();
        gaps = await GapsAfterAsync(server, "file-7", 7); // late
        Assert.Equal([(6UL, 6UL, gap.Since), (8UL, 8UL, gap.Since)], gaps.Gaps.Select(g => (g.FirstNumber, g.LastNumber, g.Since)));
        await GapsAfterAsync(server, "file-6", 6);
        Assert.Empty((await GapsAfterAsync(server, "file-8", 8)).Gaps);
        await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
    }

    [Fact]
    public async Task A_number_is_one_streams_and_the_refusal_names_both()
    {
        await using var server = await TestServer.StartAsync();
        await GapsAfterAsync(server, "file-a", 5);
        await AssertRefusedAsync("file-b", 5, "file-a");
        await AssertRefusedAsync("file-a", 6, "5");

        // The same stream again, with and without its number; and the same refusal once it is closed.
        await GapsAfterAsync(server, "file-a", 5);
        using (var feed = await OpenAsync(server, stream: "file-a")) await feed.CloseAsync();
        using (var feed = await OpenAsync(server, stream: "file-a", number: 5)) Assert.Equal(0UL, feed.Opened.LastComplete);
        await AssertRefusedAsync("file-b", 5, "file-a");
        Assert.Equal(5UL, (await server.Feed.ListGapsAsync(new ListGapsRequest { Source = "mediation" })).LastNumber);
        Assert.Empty((await server.Feed.GetSourceAsync(new GetSourceRequest { Source = "mediation" })).OpenStreams);

        async Task AssertRefusedAsync(string stream, ulong number, string names)
        {
            var failure = await Assert.ThrowsAsync<RpcException>(() => OpenAsync(server, stream: stream, number: number));
            Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
            Assert.Contains($"'{stream}'", failure.Status.Detail, StringComparison.Ordinal);
            Assert.Contains(names, failure.Status.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_number_that_is_too_large_is_named()
    {
        await using var server = await TestServer.StartAsync();
        var failure = await Assert.ThrowsAsync<RpcException>(() => OpenAsync(server, number: 1UL << 63));
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.StartsWith("open.source_sequence", failure.Status.Detail, StringComparison.Ordinal);
    }

    /// <summary>The oldest stream is opened again and again beside many short ones: its batches go on as if nothing had been.</summary>
    [Fact]
    public async Task A_stream_that_stays_open_beside_others_counts_on_under_a_new_ordinal()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        for (var n = 1UL; n <= 10; n++)
        {
            using (var live = await OpenAsync(server, stream: "live"))
            {
                Assert.Equal(n - 1, live.Opened.LastComplete);
                if (n > 1) Assert.True((await live.PublishAsync(Batch(n - 1, Call("l" + (n - 1), 0, 1)))).Replayed);
                Assert.Equal(1u, (await live.PublishAsync(Batch(n, Call("l" + n, 0, 1)))).Applied);
            }
            using var file = await OpenAsync(server, stream: "file-" + n);
            Assert.Equal(1u, (await file.PublishAsync(Batch(1, Call("f" + n, 0, 1)))).Applied);
            await file.CloseAsync();
        }
        Assert.Equal((20UL, 20UL), await server.VoiceAsync(0));
        Assert.Equal(20UL, (await ReconciledAsync(server)).Total.Received);
        await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
    }

    private static async Task<ListGapsResponse> GapsAfterAsync(TestServer server, string stream, ulong? number)
    {
        using (await OpenAsync(server, stream: stream, number: number)) { }
        return await server.Feed.ListGapsAsync(new ListGapsRequest { Source = "mediation" });
    }
}
