using CustomerGrains.Storage;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using static CustomerGrains.Tests.Publisher;
using static CustomerGrains.Tests.Rejects;

namespace CustomerGrains.Grains.Tests;

/// <summary>What callers see of history that is no longer kept.</summary>
public sealed class HistoryTests
{
    private const int Days = 75;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task What_is_older_than_the_history_is_said()
    {
        await using var server = await TestServer.StartAsync(store: Daily, options: static o => o with { HistoryMonths = 1 });
        await server.RegisterAsync(1);
        var (early, page) = await FeedAsync(server);
        for (var round = 0; round < 2; round++)
        {
            // Some of what is asked for is gone: the answer says from when on it is complete, and is.
            var listed = await ListAsync(server, null, null);
            var complete = listed[0].HistoryStartTime.ToDateTimeOffset();
            Assert.InRange((complete - TestServer.Epoch).TotalDays, 35, Days - 28);
            Assert.All(listed, response => Assert.Equal(listed[0].HistoryStartTime, response.HistoryStartTime));
            var ids = listed.SelectMany(response => response.Usage).Select(usage => usage.Record.Id).ToList();
            Assert.Equal(Enumerable.Range(Days - ids.Count + 1, ids.Count).Select(day => "d" + day), ids);
            Assert.True(TestServer.Epoch.AddDays(Days - ids.Count + 1) <= complete);
            Assert.True(ids.Count < Days - 30);

            // All of it is there.
            var recent = await ListAsync(server, complete, null);
            Assert.All(recent, response => Assert.Null(response.HistoryStartTime));
            Assert.Equal(ids.Where(id => TestServer.Epoch.AddDays(int.Parse(id.AsSpan(1), null)) >= complete), recent.SelectMany(response => response.Usage).Select(usage => usage.Record.Id));

            // None of it, or the page's place is.
            await ExpiredAsync(() => ListAsync(server, TestServer.Epoch, TestServer.Epoch.AddDays(10)), "Usage is kept from");
            await ExpiredAsync(() => server.Subscribers.ListUsageAsync(new ListUsageRequest { SubscriberId = "s0", PageToken = page }).ResponseAsync, "older than the history that is kept");

            // A cursor from before gets the state, and then it is said; the state's cursor and one within the history go on.
            using (var watch = Watch(server, early))
            {
                Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
                Assert.Equal((ulong)Days, watch.ResponseStream.Current.State.Months.Aggregate(0UL, (sum, month) => sum + month.Services[0].Count));
                await ExpiredAsync(() => watch.ResponseStream.MoveNext(CancellationToken.None), "older than the history that is kept");
            }
            using (var watch = Watch(server, "1:" + listed[0].Usage[0].Version))
            {
                Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
                Assert.Equal(ids[1], watch.ResponseStream.Current.Change.Facts[0].Usage.Id);
            }

            // State = fold(base + history + log); and a source's entries, where the quarantine is, are kept by a rule of their own.
            var digest = await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
            Assert.Equal(3UL, digest.Rebuilt); // subscriber, number, source
            Assert.Equal("unheld", Assert.Single(await Rejects.ListAsync(server)).Record.Id);
            await server.RestartAsync(store: Daily, options: static o => o with { HistoryMonths = 1 });
        }
    }

    // A history file a day, so that a month is a month; and a clock that is past all of it whenever the test runs.
    private static StoreOptions Daily(StoreOptions options) => options with { HistoryFilePeriod = TimeSpan.FromDays(1), TimeProvider = new LateTime() };

    /// <summary>One call a day, and a record for a number that nobody has on the first.</summary>
    /// <returns>A cursor and a page token of the first days.</returns>
    private static async Task<(string Cursor, string Page)> FeedAsync(TestServer server)
    {
        var (cursor, page) = ("", "");
        using var feed = await OpenAsync(server);
        for (var day = 1; day <= Days; day++)
        {
            var call = Call("d" + day, 0, hours: 24 * day);
            await feed.PublishAsync(day == 1 ? Batch(1, call, Call("unheld", 7)) : Batch((ulong)day, call));
            if (day % 3 == 0) await server.Operations.GetDigestAsync(new GetDigestRequest());
            if (day != 6) continue;
            using var watch = Watch(server, "");
            Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
            cursor = watch.ResponseStream.Current.Cursor;
            var first = await server.Subscribers.ListUsageAsync(new ListUsageRequest { SubscriberId = "s0", PageSize = 3 });
            Assert.Null(first.HistoryStartTime);
            page = first.NextPageToken;
        }
        return (cursor, page);
    }

    private static AsyncServerStreamingCall<WatchSubscriberResponse> Watch(TestServer server, string cursor) =>
        server.Subscribers.WatchSubscriber(new WatchSubscriberRequest { SubscriberId = "s0", Cursor = cursor }, deadline: DateTime.UtcNow + Patience);

    private static async Task<List<ListUsageResponse>> ListAsync(TestServer server, DateTimeOffset? from, DateTimeOffset? to)
    {
        var request = new ListUsageRequest { SubscriberId = "s0", PageSize = 7 };
        if (from is { } start) request.StartTime = Timestamp.FromDateTimeOffset(start);
        if (to is { } end) request.EndTime = Timestamp.FromDateTimeOffset(end);
        var pages = new List<ListUsageResponse>();
        do
        {
            pages.Add(await server.Subscribers.ListUsageAsync(request));
            request.PageToken = pages[^1].NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return pages;
    }

    private static async Task ExpiredAsync(Func<Task> call, string message)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(StatusCode.OutOfRange, refusal.StatusCode);
        Assert.Contains(message, refusal.Status.Detail, StringComparison.Ordinal);
    }

    private sealed class LateTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => TestServer.Epoch.AddYears(5);
    }
}
