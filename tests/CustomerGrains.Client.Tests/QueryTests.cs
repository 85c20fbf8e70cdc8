using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Client.Tests;

/// <summary>What the typed clients add to a call: a deadline, and other attempts where those are right.</summary>
public sealed class QueryTests
{
    private static readonly GetSubscriberRequest Query = new() { SubscriberId = "s" };

    private readonly ImmediateTimeProvider _time = new();

    [Fact]
    public async Task A_query_is_tried_again_while_the_server_is_not_available()
    {
        var directory = new FakeDirectory { Script = static n => n <= 3 ? StatusCode.Unavailable : StatusCode.OK };
        await using var server = await FakeServer.StartAsync(new FakeFeed(), directory: directory);
        using var client = Client(server.Address);

        Assert.Equal("s", (await client.Subscribers.GetSubscriberAsync(Query)).SubscriberId);

        Assert.Equal(4, directory.Calls.Count);
        Assert.Equal(3, _time.Waits.Count);
        foreach (var (wait, ceiling) in _time.Waits.Zip([100, 200, 400]))
            Assert.InRange(wait.TotalMilliseconds, ceiling / 2, ceiling);
    }

    [Fact]
    public async Task It_is_tried_so_often_and_no_more()
    {
        var directory = new FakeDirectory { Script = static _ => StatusCode.Unavailable };
        await using var server = await FakeServer.StartAsync(new FakeFeed(), directory: directory);
        using var client = Client(server.Address);

        using var call = client.Subscribers.GetSubscriberAsync(Query);
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);

        Assert.Equal((StatusCode.Unavailable, "call 5"), (failure.StatusCode, failure.Status.Detail));
        Assert.Equal(5, directory.Calls.Count);
        Assert.Equal(failure.Status, call.GetStatus());
    }

    [Theory]
    [InlineData(StatusCode.NotFound)]
    [InlineData(StatusCode.InvalidArgument)]
    [InlineData(StatusCode.DeadlineExceeded)]
    [InlineData(StatusCode.Internal)]
    public async Task Other_ends_are_final(StatusCode code)
    {
        var directory = new FakeDirectory { Script = _ => code };
        await using var server = await FakeServer.StartAsync(new FakeFeed(), directory: directory);
        using var client = Client(server.Address);

        Assert.Equal(code, (await Assert.ThrowsAsync<RpcException>(async () => await client.Subscribers.GetSubscriberAsync(Query))).StatusCode);

        Assert.Single(directory.Calls);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("request", 2)]
    public async Task A_change_is_made_again_only_when_the_server_would_recognise_it(string requestId, int calls)
    {
        var directory = new FakeDirectory { Script = static n => n == 1 ? StatusCode.Unavailable : StatusCode.OK };
        await using var server = await FakeServer.StartAsync(new FakeFeed(), directory: directory);
        using var client = Client(server.Address);

        var failure = await Record.ExceptionAsync(async () => await client.Directory.RegisterSubscriberAsync(new RegisterSubscriberRequest { RequestId = requestId }));

        Assert.Equal(calls, directory.Calls.Count);
        Assert.Equal(calls == 1, failure is RpcException { StatusCode: StatusCode.Unavailable });
        Assert.All(directory.Calls, static deadline => Assert.Equal(DateTime.MaxValue, deadline));
    }

    [Fact]
    public async Task A_query_has_a_deadline_unless_its_caller_sets_one()
    {
        var directory = new FakeDirectory();
        await using var server = await FakeServer.StartAsync(new FakeFeed(), directory: directory);
        using var client = new CustomerGrainsClient(server.Address, new CustomerGrainsClientOptions { QueryTimeout = TimeSpan.FromHours(1) });
        using var endless = new CustomerGrainsClient(server.Address, new CustomerGrainsClientOptions { QueryTimeout = Timeout.InfiniteTimeSpan });
        var before = DateTime.UtcNow;

        await client.Subscribers.GetSubscriberAsync(Query);
        await client.Subscribers.GetSubscriberAsync(Query, deadline: before.AddDays(1));
        await endless.Subscribers.GetSubscriberAsync(Query);

        var deadlines = directory.Calls.ToArray();
        Assert.InRange(deadlines[0], before.AddMinutes(50), before.AddMinutes(70));
        Assert.InRange(deadlines[1], before.AddHours(23), before.AddHours(25));
        Assert.Equal(DateTime.MaxValue, deadlines[2]);
    }

    [Fact]
    public async Task No_attempt_is_made_behind_the_deadline()
    {
        var directory = new FakeDirectory { Script = static _ => StatusCode.Unavailable };
        await using var server = await FakeServer.StartAsync(new FakeFeed(), directory: directory);
        using var client = new CustomerGrainsClient(server.Address, new CustomerGrainsClientOptions { MinBackoff = TimeSpan.FromHours(2), MaxBackoff = TimeSpan.FromHours(2) });

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.Subscribers.GetSubscriberAsync(Query));

        Assert.Equal((StatusCode.Unavailable, 1), (failure.StatusCode, directory.Calls.Count));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_or_disposed_of_waits_no_longer()
    {
        var directory = new FakeDirectory { Script = static _ => StatusCode.Unavailable };
        await using var server = await FakeServer.StartAsync(new FakeFeed(), directory: directory);
        using var client = new CustomerGrainsClient(server.Address, new CustomerGrainsClientOptions
        {
            MinBackoff = TimeSpan.FromHours(2),
            MaxBackoff = TimeSpan.FromHours(2),
            QueryTimeout = Timeout.InfiniteTimeSpan,
        });
        using var stop = new CancellationTokenSource();
        using var cancelled = client.Subscribers.GetSubscriberAsync(Query, cancellationToken: stop.Token);
        var disposed = client.Subscribers.GetSubscriberAsync(Query);

        await stop.CancelAsync();
        disposed.Dispose();

        foreach (var call in new[] { cancelled, disposed })
            Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.WaitAsync(TimeSpan.FromSeconds(30)))).StatusCode);
    }

    [Fact]
    public async Task A_client_that_is_disposed_of_hangs_up()
    {
        await using var server = await FakeServer.StartAsync(new FakeFeed());
        var client = new CustomerGrainsClient(server.Address);
        await client.Subscribers.GetSubscriberAsync(Query);
        Assert.Equal(1, server.Connections);

        client.Dispose();

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (server.Connections > 0) await Task.Delay(5, patience.Token);
    }

    [Fact]
    public void Options_out_of_range_are_named()
    {
        var address = new Uri("http://127.0.0.1:1");
        var failure = Assert.Throws<ArgumentOutOfRangeException>(() => new CustomerGrainsClient(address, new CustomerGrainsClientOptions { MaxAttempts = 0 }));
        Assert.Equal(nameof(CustomerGrainsClientOptions.MaxAttempts), failure.ParamName);
        failure = Assert.Throws<ArgumentOutOfRangeException>(() => new CustomerGrainsClient(address, new CustomerGrainsClientOptions { QueryTimeout = TimeSpan.Zero }));
        Assert.Equal(nameof(CustomerGrainsClientOptions.QueryTimeout), failure.ParamName);
    }

    private CustomerGrainsClient Client(Uri address) =>
        new(address, new CustomerGrainsClientOptions { TimeProvider = _time, QueryTimeout = Timeout.InfiniteTimeSpan });
}
