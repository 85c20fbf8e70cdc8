using System.Threading.Channels;
using CustomerGrains.Tests;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using static CustomerGrains.Tests.Publisher;

namespace CustomerGrains.Client.Tests;

/// <summary>The watcher against the real server: every change once and in order, whatever is cut.</summary>
public sealed class WatcherTests : IAsyncLifetime
{
    /// <summary>How long a test waits for what must happen; only a hang comes to it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource _deadline = new(Patience);
    private readonly Channel<SubscriberEvent> _seen = Channel.CreateUnbounded<SubscriberEvent>();
    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        await _server.RegisterAsync(2);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _deadline.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_connection_that_is_cut_anywhere_loses_and_doubles_nothing(int seed)
    {
        const int cuts = 25;
        var random = new Random(seed);
        var faults = Enumerable.Range(0, cuts).Select(number => new LinkFault(
            number == cuts - 1 ? LinkFaultKind.HalfOpen : number % 2 == 0 ? LinkFaultKind.Reset : LinkFaultKind.End,
            number % 5 == 0 ? LinkDirection.Up : LinkDirection.Down,
            number % 5 == 0 ? random.Next(1, 300) : random.Next(1, 1_500))).ToArray();
        await using var proxy = new FaultyProxy(() => _server.Address, number => number < cuts ? faults[number] : LinkFault.None);
        using var client = Client(proxy.Address);
        var retries = 0;
        var watching = WatchAsync(client, Quick(seed) with { OnRetry = (_, _) => retries++ }, "end");
        var state = Assert.IsType<SubscriberStateEvent>(await NextAsync());
        Assert.False(state.HasGap);

        var sent = new List<string>();
        using var feed = await OpenAsync(_server);
        ulong batch = 0;
        while (proxy.Broken < cuts)
        {
            await PublishAsync(feed, ++batch, sent, random.Next(1, 4));
            // What is published before the watcher sees it comes in one go; so the next waits for this one, mostly.
            if (random.Next(3) > 0) await SeenAsync(sent[^1]);
        }
        await feed.PublishAsync(Batch(++batch, Call("end", 0)));
        await watching;

        Assert.Equal([.. sent, "end"], Ids());
        Assert.True(retries >= cuts, $"{retries} retries of {cuts} cuts.");
    }

    [Fact]
    public async Task A_server_that_stops_and_starts_again_is_watched_on()
    {
        var address = _server.Address;
        await using var proxy = new FaultyProxy(() => Volatile.Read(ref address), _ => LinkFault.None);
        using var client = Client(proxy.Address);
        var watching = WatchAsync(client, Quick(1), "end");
        await NextAsync();
        var sent = new List<string>();
        ulong batch = 0;
        for (var round = 0; round < 3; round++)
        {
            using (var feed = await OpenAsync(_server))
            {
                for (var i = 0; i < 5; i++) await PublishAsync(feed, ++batch, sent, 2);
                // In the last round the watcher is still behind when the server stops.
                if (round < 2) await SeenAsync(sent[^1]);
            }
            await _server.RestartAsync();
            Volatile.Write(ref address, _server.Address);
        }
        using (var feed = await OpenAsync(_server)) await feed.PublishAsync(Batch(++batch, Call("end", 0)));
        await watching;
        Assert.Equal([.. sent, "end"], Ids());
    }

    [Fact]
    public async Task A_cursor_goes_on_in_another_process_and_an_enumeration_behind_the_last()
    {
        using var client = Client(_server.Address);
        using var feed = await OpenAsync(_server);
        var watcher = client.WatchSubscriber("s0");
        await foreach (var state in watcher.WithCancellation(_deadline.Token))
        {
            Assert.Equal(watcher.Cursor, state.Cursor);
            break;
        }
        for (ulong n = 1; n <= 4; n++) await feed.PublishAsync(Batch(n, Call("r" + n, 0)));

        Assert.Equal(["r1", "r2"], await TakeAsync(watcher, 2));
        Assert.Equal(["r3"], await TakeAsync(client.WatchSubscriber("s0", new SubscriberWatchOptions { Cursor = watcher.Cursor }), 1));
        Assert.Equal(["r3", "r4"], await TakeAsync(watcher, 2));
    }

    [Fact]
    public async Task A_cursor_that_is_of_no_use_is_answered_with_the_state_and_said_to_be()
    {
        using var client = Client(_server.Address);
        using var feed = await OpenAsync(_server);
        await feed.PublishAsync(Batch(1, Call("a", 0)));
        var watching = WatchAsync(client, Quick(1) with { Cursor = "1:999999" }, "b");
        var state = Assert.IsType<SubscriberStateEvent>(await NextAsync());
        Assert.True(state.HasGap);
        Assert.Equal(1UL, state.State.Months.Single().Services.Single().Count);
        await feed.PublishAsync(Batch(2, Call("b", 0)));
        await watching;
        Assert.Equal(["b"], Ids());
    }

    [Fact]
    public async Task Every_kind_of_fact_is_told()
    {
        using var client = Client(_server.Address);
        var watching = WatchAsync(client, Quick(1), "last");
        await NextAsync();
        await _server.Directory.RegisterSubscriberAsync(new RegisterSubscriberRequest { SubscriberId = "s0", ActivationTime = Timestamp.FromDateTimeOffset(TestServer.Epoch), Plan = "plan-b" });
        Assert.Equal("plan-b", (await ChangeAsync()).Facts.Single().Profile.Plan);
        await _server.Directory.AssignNumberAsync(new AssignNumberRequest { Msisdn = "8613912345678", SubscriberId = "s0", StartTime = Timestamp.FromDateTimeOffset(TestServer.Epoch) });
        Assert.Equal("8613912345678", (await ChangeAsync()).Facts.Single().NumberAssigned.Msisdn);
        using var feed = await OpenAsync(_server);
        await feed.PublishAsync(Batch(1, Call("last", 0)));
        await watching;
    }

    [Theory]
    [InlineData("nobody", "", StatusCode.NotFound)]
    [InlineData("s0", "xyz", StatusCode.InvalidArgument)]
    public async Task What_another_attempt_would_not_mend_ends_it(string id, string cursor, StatusCode code)
    {
        using var client = Client(_server.Address);
        var watcher = client.WatchSubscriber(id, new SubscriberWatchOptions { Cursor = cursor, OnRetry = (_, _) => Assert.Fail("There is nothing to try again.") });
        Assert.Equal(code, (await Assert.ThrowsAsync<RpcException>(() => TakeAsync(watcher, 1))).StatusCode);
    }

    [Fact]
    public async Task It_gives_up_when_told_to_and_waits_longer_each_time()
    {
        var time = new ImmediateTimeProvider();
        using var client = Client(new Uri("http://127.0.0.1:1"));
        var waits = new List<TimeSpan>();
        var watcher = client.WatchSubscriber("s0", new SubscriberWatchOptions { GiveUpAfter = TimeSpan.FromSeconds(20), MaxBackoff = TimeSpan.FromSeconds(2), TimeProvider = time, OnRetry = (_, wait) => waits.Add(wait) });
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => TakeAsync(watcher, 1))).StatusCode);
        Assert.All(waits.Zip([100, 200, 400, 800, 1_600, 2_000, 2_000]), static pair => Assert.InRange(pair.First.TotalMilliseconds, pair.Second / 2, pair.Second));
        Assert.InRange(waits.Sum(static wait => wait.TotalSeconds), 17, 20);
    }

    [Fact]
    public async Task Cancelling_ends_it_while_it_waits_for_a_change_and_while_it_waits_to_try_again()
    {
        using var client = Client(_server.Address);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.WatchSubscriber("s0").WithCancellation(stop.Token)) await stop.CancelAsync();
        });

        using var nobody = Client(new Uri("http://127.0.0.1:1"));
        using var again = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token);
        var options = new SubscriberWatchOptions { MinBackoff = Patience, MaxBackoff = Patience, OnRetry = (_, _) => again.Cancel() };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TakeAsync(nobody.WatchSubscriber("s0", options), 1, again.Token));
    }

    [Fact]
    public void Options_that_cannot_be_are_refused()
    {
        using var client = Client(_server.Address);
        Assert.Throws<ArgumentException>(() => client.WatchSubscriber(""));
        Assert.Throws<ArgumentOutOfRangeException>(() => client.WatchSubscriber("s0", new SubscriberWatchOptions { MinBackoff = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => client.WatchSubscriber("s0", new SubscriberWatchOptions { MaxBackoff = TimeSpan.FromTicks(1) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => client.WatchSubscriber("s0", new SubscriberWatchOptions { GiveUpAfter = TimeSpan.FromSeconds(-5) }));
    }

    private readonly List<string> _ids = [];

    private static CustomerGrainsClient Client(Uri address) => new(address, new CustomerGrainsClientOptions
    {
        // The shortest there are, so that a silent connection is soon given up.
        KeepAlivePingDelay = TimeSpan.FromSeconds(1),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(1),
        MaxReconnectDelay = TimeSpan.FromMilliseconds(200),
    });

    private static SubscriberWatchOptions Quick(int seed) => new() { MinBackoff = TimeSpan.FromMilliseconds(1), MaxBackoff = TimeSpan.FromMilliseconds(50), Jitter = new Random(seed) };

    /// <summary>Watches s0 until a record with this id, and hands on what comes.</summary>
    private async Task WatchAsync(CustomerGrainsClient client, SubscriberWatchOptions options, string last)
    {
        try
        {
            await foreach (var one in client.WatchSubscriber("s0", options).WithCancellation(_deadline.Token))
            {
                await _seen.Writer.WriteAsync(one);
                if (one is SubscriberChangeEvent { Change: var change } && change.Facts.Any(fact => fact.Usage?.Id == last)) break;
            }
            _seen.Writer.Complete();
        }
        catch (Exception exception)
        {
            _seen.Writer.Complete(exception);
            throw;
        }
    }

    private async Task<SubscriberEvent> NextAsync() => await _seen.Reader.ReadAsync(_deadline.Token);

    private async Task<SubscriberChange> ChangeAsync() => Note(Assert.IsType<SubscriberChangeEvent>(await NextAsync()).Change);

    /// <summary>Waits until the watcher has told of a record.</summary>
    private async Task SeenAsync(string id)
    {
        while (_ids.LastOrDefault() != id) await ChangeAsync();
    }

    /// <summary>Everything the watcher told, once it has ended.</summary>
    private List<string> Ids()
    {
        while (_seen.Reader.TryRead(out var one)) Note(Assert.IsType<SubscriberChangeEvent>(one).Change);
        return _ids;
    }

    private SubscriberChange Note(SubscriberChange change)
    {
        _ids.AddRange(change.Facts.Where(static fact => fact.Usage is not null).Select(static fact => fact.Usage.Id));
        return change;
    }

    private static async Task PublishAsync(Publisher feed, ulong batch, List<string> sent, int records)
    {
        var ids = Enumerable.Range(0, records).Select(i => $"r{batch}-{i}").ToArray();
        // Those of the other subscriber are none of the watcher's business.
        await feed.PublishAsync(Batch(batch, [.. ids.Select(static id => Call(id, 0)), Call("x" + batch, 1)]));
        sent.AddRange(ids);
    }

    private async Task<List<string>> TakeAsync(SubscriberWatcher watcher, int changes, CancellationToken cancellationToken = default)
    {
        var ids = new List<string>();
        await foreach (var one in watcher.WithCancellation(cancellationToken == default ? _deadline.Token : cancellationToken))
        {
            if (one is SubscriberChangeEvent { Change: var change }) ids.AddRange(change.Facts.Select(static fact => fact.Usage.Id));
            if (ids.Count >= changes) break;
        }
        return ids;
    }
}
