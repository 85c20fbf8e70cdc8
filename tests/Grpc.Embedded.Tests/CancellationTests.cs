using Grpc.Core;

namespace Grpc.Embedded.Tests;

public sealed class CancellationTests
{
    private static DateTime Soon => DateTime.UtcNow.AddMilliseconds(150);

    [Fact]
    public async Task Deadline_reaches_the_method()
    {
        await using var server = await ProbeServer.StartAsync();
        var deadline = DateTime.UtcNow.AddMinutes(10);
        var seen = DateTime.Parse((await server.Client().UnaryAsync(new Ask { Text = "deadline" }, deadline: deadline)).Text, null, System.Globalization.DateTimeStyles.RoundtripKind);
        Assert.InRange((seen - deadline).TotalSeconds, -30, 30);
        Assert.Equal("none", (await server.Client().UnaryAsync(new Ask { Text = "deadline" })).Text);
    }

    [Fact]
    public async Task Deadline_ends_the_call_at_both_sides()
    {
        await using var server = await ProbeServer.StartAsync();
        var e = await Assert.ThrowsAsync<RpcException>(async () => await server.Client().UnaryAsync(new Ask { Text = "wait" }, deadline: Soon));
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        Assert.Equal("waiting", await server.Report.NextAsync());
        Assert.Equal("cancelled", await server.Report.NextAsync());
    }

    [Fact]
    public async Task Deadline_ends_a_stream_after_its_messages()
    {
        await using var server = await ProbeServer.StartAsync();
        using var call = server.Client().Expand(new Ask { Text = "wait" }, deadline: Soon);
        Assert.True(await call.ResponseStream.MoveNext(default));
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(default));
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        Assert.Equal("waiting", await server.Report.NextAsync());
        Assert.Equal("cancelled", await server.Report.NextAsync());
    }

    [Fact]
    public async Task Deadline_is_kept_by_the_server_alone_when_the_caller_has_no_timer()
    {
        await using var server = await ProbeServer.StartAsync();
        using var client = new RawClient(server.Address);
        var response = await client.SendAsync("Unary", RawClient.Frame(new Ask { Text = "wait" }), ("grpc-timeout", "100m"));
        Assert.Equal("4", response.Status);
        Assert.Equal("cancelled", (await server.Report.NextAsync(), await server.Report.NextAsync()).Item2);
    }

    [Fact]
    public async Task Deadline_in_the_past_fails_without_a_call()
    {
        await using var server = await ProbeServer.StartAsync();
        var e = await Assert.ThrowsAsync<RpcException>(async () => await server.Client().UnaryAsync(new Ask(), deadline: DateTime.UtcNow.AddSeconds(-1)));
        Assert.Equal((StatusCode.DeadlineExceeded, 0), (e.StatusCode, server.Report.Created));
    }

    [Fact]
    public async Task Deadline_that_is_not_UTC_is_refused()
    {
        await using var server = await ProbeServer.StartAsync();
        Assert.Throws<InvalidOperationException>(() => { server.Client().UnaryAsync(new Ask(), deadline: DateTime.Now.AddDays(1)); });
    }

    [Fact]
    public async Task Token_of_the_caller_ends_the_call_at_both_sides()
    {
        await using var server = await ProbeServer.StartAsync();
        using var source = new CancellationTokenSource();
        var call = server.Client().UnaryAsync(new Ask { Text = "wait" }, cancellationToken: source.Token);
        Assert.Equal("waiting", await server.Report.NextAsync());
        await source.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
        Assert.Equal("cancelled", await server.Report.NextAsync());
    }

    [Fact]
    public async Task Disposing_of_a_stream_ends_it_at_the_server()
    {
        await using var server = await ProbeServer.StartAsync();
        var call = server.Client().Expand(new Ask { Text = "wait" });
        Assert.True(await call.ResponseStream.MoveNext(default));
        Assert.Equal("waiting", await server.Report.NextAsync());
        call.Dispose();
        Assert.Equal("cancelled", await server.Report.NextAsync());
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Token_of_a_read_ends_the_call()
    {
        await using var server = await ProbeServer.StartAsync();
        using var call = server.Client().Chat();
        using var source = new CancellationTokenSource();
        var read = call.ResponseStream.MoveNext(source.Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.ResponseStream.MoveNext(default));
        await source.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => read)).StatusCode);
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new Ask()))).StatusCode);
    }

    [Fact]
    public async Task Cancellation_throws_as_such_when_the_channel_says_so()
    {
        await using var server = await ProbeServer.StartAsync();
        var client = server.Client(o => o.ThrowOperationCanceledOnCancellation = true);
        using var source = new CancellationTokenSource();
        var call = client.UnaryAsync(new Ask { Text = "wait" }, cancellationToken: source.Token);
        Assert.Equal("waiting", await server.Report.NextAsync());
        await source.CancelAsync();
        Assert.Equal(source.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await call)).CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await client.UnaryAsync(new Ask { Text = "wait" }, deadline: Soon));
    }

    [Fact]
    public async Task Disposing_of_the_channel_ends_its_calls()
    {
        await using var server = await ProbeServer.StartAsync();
        using var channel = server.Channel();
        var call = new Probe.ProbeClient(channel).UnaryAsync(new Ask { Text = "wait" });
        Assert.Equal("waiting", await server.Report.NextAsync());
        channel.Dispose();
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
        Assert.Equal("cancelled", await server.Report.NextAsync());
        Assert.Throws<ObjectDisposedException>(() => channel.CreateCallInvoker());
    }

    [Fact]
    public async Task Endless_stream_to_a_caller_that_goes_away_ends()
    {
        await using var server = await ProbeServer.StartAsync();
        using (var call = server.Client().Expand(new Ask { Text = "endless", Data = Google.Protobuf.ByteString.CopyFrom(new byte[10_000]) }))
        {
            for (var i = 0; i < 100; i++) Assert.True(await call.ResponseStream.MoveNext(default));
        }
        // The instance of the call is given back only when its method has returned.
        while (server.Report.Disposed == 0) await Task.Yield();
    }

    [Fact]
    public async Task Second_write_before_the_first_is_done_is_refused()
    {
        await using var server = await ProbeServer.StartAsync();
        using var call = server.Client(o => o.MaxReceiveMessageSize = null).Expand(new Ask { Text = "twice" });
        Assert.True(await call.ResponseStream.MoveNext(Patience.Token));
        Assert.True(await call.ResponseStream.MoveNext(Patience.Token));
        Assert.Contains("previous write is in progress", call.ResponseStream.Current.Text, StringComparison.Ordinal);
    }
}
