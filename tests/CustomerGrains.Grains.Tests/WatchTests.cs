using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using static CustomerGrains.Tests.Publisher;

namespace CustomerGrains.Grains.Tests;

/// <summary>WatchSubscriber and ListUsage: every change once, in order, whatever is cut.</summary>
public sealed class WatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_watcher_gets_the_state_and_then_each_change_once()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(2);
        using var feed = await OpenAsync(server);
        await feed.PublishAsync(Batch(1, Call("a", 0, 30)));
        using var watch = server.Subscribers.WatchSubscriber(new WatchSubscriberRequest { SubscriberId = "s0" }, deadline: DateTime.UtcNow + Patience);

        var state = await NextAsync(watch);
        Assert.Equal("s0", state.State.SubscriberId);
        Assert.Equal(1UL, state.State.Months[0].Services[0].Count);
        await feed.PublishAsync(Batch(2, Call("b", 0, 40), Call("c", 1, 50), Call("d", 0, 60)));
        // A duplicate changes nothing, so it is no event; what follows it is the next one.
        await feed.PublishAsync(Batch(3, Call("b", 0, 40)));
        await server.Directory.RegisterSubscriberAsync(new RegisterSubscriberRequest { SubscriberId = "s0", ActivationTime = Timestamp.FromDateTimeOffset(TestServer.Epoch), Plan = "plan-b" });

        var change = (await NextAsync(watch)).Change;
        Assert.Equal(["b", "d"], change.Facts.Select(f => f.Usage.Id));
        Assert.Equal([40UL, 60UL], change.Facts.Select(f => f.Usage.DurationSeconds));
        Assert.Equal("plan-b", Assert.Single((await NextAsync(watch)).Change.Facts).Profile.Plan);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_watcher_that_is_cut_at_random_and_resumes_misses_nothing_and_gets_nothing_twice(int seed)
    {
        const int batches = 60;
        var random = new Random(seed);
        await using var server = await TestServer.StartAsync(store: o => o with { CheckpointInterval = TimeSpan.FromMilliseconds(50), SegmentBytes = 100_000 });
        await server.RegisterAsync(3);
        var sent = Enumerable.Range(1, batches).SelectMany(n => Records(n).Where((_, i) => i % 2 == 0)).Select(r => r.Id).ToList();
        var publishing = Task.Run(async () =>
        {
            using var feed = await OpenAsync(server);
            for (var n = 1; n <= batches; n++) await feed.PublishAsync(Batch((ulong)n, Records(n)));
        });

        var seen = new List<string>();
        var cursor = "";
        long version = 0;
        var first = 0;
        while (seen.Count + first < sent.Count)
        {
            using var watch = server.Subscribers.WatchSubscriber(new WatchSubscriberRequest { SubscriberId = "s0", Cursor = cursor }, deadline: DateTime.UtcNow + Patience);
            for (var left = random.Next(1, 12); left > 0 && seen.Count + first < sent.Count; left--)
            {
                var message = await NextAsync(watch);
                cursor = message.Cursor;
                if (message.State is { } state)
                {
                    Assert.Equal(0, version);
                    (version, first) = (state.Version, (int)state.Months.SelectMany(m => m.Services).Sum(s => (long)s.Count));
                    continue;
                }
                Assert.True(message.Change.Version > version, $"Version {message.Change.Version} came after {version}.");
                version = message.Change.Version;
                seen.AddRange(message.Change.Facts.Select(f => f.Usage.Id));
            }
        }
        await publishing;
        Assert.Equal(sent.Skip(first), seen);

        static UsageRecord[] Records(int n) => [.. Enumerable.Range(0, 1 + (n % 4)).Select(i => Call($"r{n}-{i}", i % 2, 10))];
    }

    [Fact]
    public async Task A_cursor_from_the_future_and_one_that_is_none_are_told_apart()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        using (var watch = server.Subscribers.WatchSubscriber(new WatchSubscriberRequest { SubscriberId = "s0", Cursor = "1:999999" }))
        {
            var state = await NextAsync(watch);
            Assert.Equal("s0", state.State.SubscriberId);
            var expired = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(StatusCode.OutOfRange, expired.StatusCode);
            using var resumed = server.Subscribers.WatchSubscriber(new WatchSubscriberRequest { SubscriberId = "s0", Cursor = state.Cursor }, deadline: DateTime.UtcNow + Patience);
            using var feed = await OpenAsync(server);
            await feed.PublishAsync(Batch(1, Call("a", 0)));
            Assert.Equal("a", (await NextAsync(resumed)).Change.Facts[0].Usage.Id);
        }
        using var wrong = server.Subscribers.WatchSubscriber(new WatchSubscriberRequest { SubscriberId = "s0", Cursor = "xyz" });
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => wrong.ResponseStream.MoveNext(CancellationToken.None))).StatusCode);
        using var nobody = server.Subscribers.WatchSubscriber(new WatchSubscriberRequest { SubscriberId = "nobody" });
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => nobody.ResponseStream.MoveNext(CancellationToken.None))).StatusCode);
    }

    [Fact]
    public async Task Usage_is_listed_page_by_page_out_of_history_and_log()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(2);
        using var feed = await OpenAsync(server);
        for (var n = 1; n <= 6; n++)
        {
            await feed.PublishAsync(Batch((ulong)n, Call($"r{n}a", 0, n, hours: n), Call($"x{n}", 1, n), Call($"r{n}b", 0, n, hours: n), Call($"r{n}a", 0, n, hours: n)));
            if (n == 3) await server.Operations.GetDigestAsync(new GetDigestRequest()); // everything so far goes into history
        }

        var ids = new List<string>();
        var token = "";
        do
        {
            var page = await server.Subscribers.ListUsageAsync(new ListUsageRequest { SubscriberId = "s0", PageSize = 5, PageToken = token });
            Assert.InRange(page.Usage.Count, 1, 5);
            ids.AddRange(page.Usage.Select(u => u.Record.Id));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal(Enumerable.Range(1, 6).SelectMany(n => new[] { $"r{n}a", $"r{n}b" }), ids);
        var some = await server.Subscribers.ListUsageAsync(new ListUsageRequest
        {
            SubscriberId = "s0",
            StartTime = Timestamp.FromDateTimeOffset(TestServer.Epoch.AddHours(2)),
            EndTime = Timestamp.FromDateTimeOffset(TestServer.Epoch.AddHours(4)),
        });
        Assert.Equal(["r2a", "r2b", "r3a", "r3b"], some.Usage.Select(u => u.Record.Id));
        foreach (var bad in new[] { new ListUsageRequest { SubscriberId = "s0", PageToken = "?" }, new ListUsageRequest { SubscriberId = "s0", PageSize = -1 } })
            Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => server.Subscribers.ListUsageAsync(bad).ResponseAsync)).StatusCode);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => server.Subscribers.ListUsageAsync(new ListUsageRequest { SubscriberId = "nobody" }).ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task Several_subscribers_are_read_at_once()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(3);
        var found = await server.Subscribers.BatchGetSubscribersAsync(new BatchGetSubscribersRequest { SubscriberIds = { "s2", "nobody", "s0" } });
        Assert.Equal(["s2", "s0"], found.Subscribers.Select(s => s.SubscriberId));
        Assert.Equal(["nobody"], found.NotFound);
    }

    private static async Task<WatchSubscriberResponse> NextAsync(AsyncServerStreamingCall<WatchSubscriberResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None), "The watch ended.");
        return watch.ResponseStream.Current;
    }
}
