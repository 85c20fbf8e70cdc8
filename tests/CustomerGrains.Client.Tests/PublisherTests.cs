using Grpc.Core;

namespace CustomerGrains.Client.Tests;

public sealed class PublisherTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ImmediateTimeProvider _time = new();
    private readonly CancellationTokenSource _deadline = new(Patience);
    private readonly List<IAsyncDisposable> _servers = [];
    private readonly List<IDisposable> _clients = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        foreach (var server in _servers) await server.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task Every_record_is_counted_and_the_ledger_says_what_the_server_says()
    {
        var feed = new FakeFeed();
        var publisher = await OpenAsync(feed);
        await publisher.PublishAsync(Batches.Of("a", "d", "c", "r", "r"), _deadline.Token);
        await PublishAsync(publisher, 2, 20);
        Assert.Equal(20ul, await publisher.CloseAsync(_deadline.Token));
        Assert.True(feed.IsClosed);
        AssertLedger(feed, publisher.Ledger);
        Assert.Equal(21, publisher.Ledger.Reasons[V1.RejectReason.NumberNotHeld]);
        Assert.Equal(1, publisher.Ledger.Sessions);
    }

    [Fact]
    public async Task The_sources_own_number_goes_with_every_session()
    {
        var feed = new FakeFeed { Script = static (n, times) => n == 2 && times == 1 ? FakeReply.Cut : FakeReply.Answer };
        var publisher = await OpenAsync(feed, new UsagePublisherOptions { SourceSequence = 0 });
        await PublishAsync(publisher, 1, 3);
        await publisher.CloseAsync(_deadline.Token);
        Assert.Equal(2, publisher.Ledger.Sessions);
        Assert.Equal((true, 0ul), (feed.Opened!.HasSourceSequence, feed.Opened.SourceSequence));

        var plain = new FakeFeed();
        await (await OpenAsync(plain)).CloseAsync(_deadline.Token);
        Assert.False(plain.Opened!.HasSourceSequence);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => OpenAsync(plain, new UsagePublisherOptions { SourceSequence = -1 }));
    }

    [Fact]
    public async Task Answers_may_come_in_any_order_and_no_more_than_the_window_is_under_way()
    {
        var feed = new FakeFeed { Window = 4, Script = static (n, _) => n <= 60 ? FakeReply.Hold : FakeReply.Answer };
        var order = new List<ulong>();
        var publisher = await OpenAsync(feed, new UsagePublisherOptions { OnAck = ack => order.Add(ack.Answer.Sequence) });
        await PublishAsync(publisher, 1, 60);
        await publisher.CloseAsync(_deadline.Token);
        AssertLedger(feed, publisher.Ledger);
        Assert.Equal([3ul, 2ul, 1ul, 6ul], order.Take(4));
        Assert.InRange(feed.WidestWindow, 2ul, 4ul);
    }

    [Theory]
    [InlineData(nameof(FakeReply.CountAndCut))]
    [InlineData(nameof(FakeReply.Cut))]
    [InlineData(nameof(FakeReply.CountAndDrain))]
    public async Task A_break_loses_nothing_and_counts_nothing_twice(string reply)
    {
        var broken = Enum.Parse<FakeReply>(reply);
        var feed = new FakeFeed { Script = (n, times) => n % 7 == 3 && times == 1 ? broken : FakeReply.Answer };
        var publisher = await OpenAsync(feed);
        await PublishAsync(publisher, 1, 50);
        await publisher.CloseAsync(_deadline.Token);
        AssertLedger(feed, publisher.Ledger);
        Assert.Equal(Enumerable.Range(1, 50).SelectMany(static n => new[] { $"a{n}", $"r{n}", $"b{n}" }), feed.Ids);
        Assert.Equal(8, publisher.Ledger.Sessions);
        Assert.True(publisher.Ledger.BatchesResent >= 7);
    }

    [Fact]
    public async Task Answers_that_came_out_of_order_before_a_break_are_not_counted_again()
    {
        // 1 is counted and its answer held; 2 and 3 are answered; 4 cuts the connection.
        var feed = new FakeFeed
        {
            Script = static (n, times) => (n, times) switch { (1, 1) => FakeReply.Hold, (4, 1) => FakeReply.CountAndCut, _ => FakeReply.Answer },
        };
        var publisher = await OpenAsync(feed);
        await PublishAsync(publisher, 1, 10);
        await publisher.CloseAsync(_deadline.Token);
        AssertLedger(feed, publisher.Ledger);
        Assert.Equal(2, publisher.Ledger.Sessions);
    }

    [Fact]
    public async Task Random_breaks_leave_a_ledger_that_equals_the_servers_numbers()
    {
        var random = new Random(20260301);
        var gate = new Lock();
        var feed = new FakeFeed
        {
            Window = 6,
            Release = 2,
            Script = (_, _) =>
            {
                lock (gate)
                {
                    return random.Next(20) switch
                    {
                        0 => FakeReply.CountAndCut,
                        1 => FakeReply.Cut,
                        2 => FakeReply.CountAndDrain,
                        3 => FakeReply.Exhausted,
                        _ => FakeReply.Answer,
                    };
                }
            },
        };
        var publisher = await OpenAsync(feed, new UsagePublisherOptions { GiveUpAfter = Timeout.InfiniteTimeSpan });
        await PublishAsync(publisher, 1, 300);
        await publisher.CloseAsync(_deadline.Token);
        AssertLedger(feed, publisher.Ledger);
        Assert.True(publisher.Ledger.Sessions > 10);
    }

    [Fact]
    public async Task A_restarted_server_is_found_again()
    {
        var feed = new FakeFeed();
        var first = await FakeServer.StartAsync(feed);
        var publisher = await OpenAsync(first.Address, new UsagePublisherOptions { TimeProvider = TimeProvider.System, MinBackoff = TimeSpan.FromMilliseconds(5), MaxBackoff = TimeSpan.FromMilliseconds(50) });
        await PublishAsync(publisher, 1, 5);
        await publisher.FlushAsync(_deadline.Token);
        await first.DisposeAsync();
        await publisher.PublishAsync(Batches.Numbered(6), _deadline.Token);
        _servers.Add(await FakeServer.StartAsync(feed, first.Address.Port));
        await PublishAsync(publisher, 7, 12);
        await publisher.CloseAsync(_deadline.Token);
        AssertLedger(feed, publisher.Ledger);
        Assert.Equal(36, feed.Ids.Count);
    }

    [Fact]
    public async Task Exhausted_is_waited_out_for_as_long_as_the_server_asks()
    {
        var feed = new FakeFeed { RetryDelay = TimeSpan.FromSeconds(17), Script = static (n, times) => n == 3 && times <= 2 ? FakeReply.Exhausted : FakeReply.Answer };
        var publisher = await OpenAsync(feed);
        await PublishAsync(publisher, 1, 6);
        await publisher.CloseAsync(_deadline.Token);
        AssertLedger(feed, publisher.Ledger);
        Assert.Equal([TimeSpan.FromSeconds(17), TimeSpan.FromSeconds(17)], _time.Waits);
    }

    [Fact]
    public async Task A_superseded_session_stops_and_says_so()
    {
        var feed = new FakeFeed { Script = static (n, _) => n == 2 ? FakeReply.Superseded : FakeReply.Answer };
        var publisher = await OpenAsync(feed);
        await PublishAsync(publisher, 1, 1);
        var second = await publisher.PublishAsync(Batches.Numbered(2), _deadline.Token);
        var stopped = await Assert.ThrowsAsync<UsagePublishException>(() => second.Acknowledged.WaitAsync(_deadline.Token));
        Assert.Equal(StatusCode.Aborted, stopped.StatusCode);
        Assert.Contains("Another session", stopped.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<UsagePublishException>(() => publisher.CloseAsync(_deadline.Token));
        await Assert.ThrowsAsync<UsagePublishException>(() => publisher.PublishAsync(Batches.Numbered(3), _deadline.Token).AsTask());
        Assert.Equal(3, publisher.Ledger.Acked);
    }

    [Fact]
    public async Task Other_content_under_a_known_number_stops_the_publisher()
    {
        var feed = new FakeFeed();
        var publisher = await OpenAsync(feed);
        await PublishAsync(publisher, 1, 2);
        await publisher.FlushAsync(_deadline.Token);
        var again = await OpenAsync(feed, new UsagePublisherOptions { Resume = ResumeMode.Resend });
        var batch = await again.PublishAsync(Batches.Of("other"), _deadline.Token);
        var stopped = await Assert.ThrowsAsync<UsagePublishException>(() => batch.Acknowledged.WaitAsync(_deadline.Token));
        Assert.Equal(StatusCode.FailedPrecondition, stopped.StatusCode);
    }

    [Theory]
    [InlineData(ResumeMode.Resend)]
    [InlineData(ResumeMode.Skip)]
    public async Task What_was_complete_before_counts_as_replayed(ResumeMode mode)
    {
        var feed = new FakeFeed();
        var cut = await OpenAsync(feed);
        await PublishAsync(cut, 1, 5);
        await cut.FlushAsync(_deadline.Token);
        await cut.DisposeAsync();
        var before = feed.Counted;
        var publisher = await OpenAsync(feed, new UsagePublisherOptions { Resume = mode });
        Assert.Equal(5ul, publisher.ResumedAfter);
        await PublishAsync(publisher, 1, 8);
        await publisher.CloseAsync(_deadline.Token);
        var ledger = publisher.Ledger;
        Assert.Equal((15, 9, 24), (ledger.Replayed, ledger.Received, ledger.Acked));
        Assert.Equal(feed.Counted.Received - before.Received, ledger.Received);
        Assert.True(ledger is { Reconciles: true, IsComplete: true });
    }

    [Fact]
    public async Task A_live_feed_goes_on_behind_the_last_complete_batch()
    {
        var feed = new FakeFeed();
        var first = await OpenAsync(feed);
        await PublishAsync(first, 1, 3);
        await first.FlushAsync(_deadline.Token);
        await first.DisposeAsync();
        var second = await OpenAsync(feed);
        Assert.Equal(4ul, (await second.PublishAsync(Batches.Numbered(4), _deadline.Token)).Sequence);
        await second.CloseAsync(_deadline.Token);
        Assert.Equal(12, feed.Ids.Count);
    }

    [Fact]
    public async Task Counts_that_do_not_add_up_are_no_answer()
    {
        var publisher = await OpenAsync(new FakeFeed { Script = static (_, _) => FakeReply.WrongCounts });
        var batch = await publisher.PublishAsync(Batches.Numbered(1), _deadline.Token);
        var stopped = await Assert.ThrowsAsync<UsagePublishException>(() => batch.Acknowledged.WaitAsync(_deadline.Token));
        Assert.Equal(StatusCode.DataLoss, stopped.StatusCode);
    }

    [Fact]
    public async Task A_server_that_stays_away_is_given_up()
    {
        var server = await FakeServer.StartAsync(new FakeFeed());
        await server.DisposeAsync();
        var stopped = await Assert.ThrowsAsync<UsagePublishException>(() => OpenAsync(server.Address, new UsagePublisherOptions { TimeProvider = _time, GiveUpAfter = TimeSpan.FromMinutes(1) }));
        Assert.Contains("Gave up", stopped.Message, StringComparison.Ordinal);
        Assert.InRange(_time.GetUtcNow() - DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(40), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Disposing_fails_what_has_no_answer()
    {
        var publisher = await OpenAsync(new FakeFeed { Script = static (_, _) => FakeReply.Hold });
        var batch = await publisher.PublishAsync(Batches.Numbered(1), _deadline.Token);
        await publisher.DisposeAsync();
        var stopped = await Assert.ThrowsAsync<UsagePublishException>(() => batch.Acknowledged.WaitAsync(_deadline.Token));
        Assert.Equal(StatusCode.Cancelled, stopped.StatusCode);
    }

    [Fact]
    public async Task A_callback_that_throws_stops_the_publisher()
    {
        var publisher = await OpenAsync(new FakeFeed(), new UsagePublisherOptions { OnAck = static _ => throw new InvalidOperationException("mine") });
        var batch = await publisher.PublishAsync(Batches.Numbered(1), _deadline.Token);
        var stopped = await Assert.ThrowsAsync<UsagePublishException>(() => batch.Acknowledged.WaitAsync(_deadline.Token));
        Assert.Contains("mine", stopped.Message, StringComparison.Ordinal);
    }

    private static void AssertLedger(FakeFeed feed, UsageLedger ledger)
    {
        Assert.Equal(feed.Counted, (ledger.Received, ledger.Applied, ledger.Duplicate, ledger.Conflict, ledger.Rejected));
        Assert.True(ledger is { Reconciles: true, IsComplete: true, Replayed: 0 }, ledger.ToString());
    }

    private async Task PublishAsync(UsagePublisher publisher, int first, int last)
    {
        for (var number = first; number <= last; number++) await publisher.PublishAsync(Batches.Numbered(number), _deadline.Token);
    }

    private async Task<UsagePublisher> OpenAsync(FakeFeed feed, UsagePublisherOptions? options = null)
    {
        var server = await FakeServer.StartAsync(feed);
        _servers.Add(server);
        return await OpenAsync(server.Address, (options ?? new UsagePublisherOptions()) with { TimeProvider = _time });
    }

    private async Task<UsagePublisher> OpenAsync(Uri address, UsagePublisherOptions options)
    {
        var client = new CustomerGrainsClient(address);
        _clients.Add(client);
        return await client.OpenPublisherAsync("source", "stream", options, _deadline.Token);
    }
}
