using CustomerGrains.Storage;
using CustomerGrains.V1;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using Microsoft.Extensions.DependencyInjection;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace CustomerGrains.Server.Tests.Wire;

/// <summary>What callers see of a server that is told to stop.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task Batches_under_way_are_answered_and_then_the_stream_ends()
    {
        using var commit = new ManualResetEventSlim(initialState: true);
        await using var server = await TestServer.StartAsync(store => store with
        {
            Fault = point => { if (point == FaultPoint.InCommit) commit.Wait(Patience.Limit); },
        });
        await server.RegisterAsync(1);
        using var idle = await Publisher.OpenAsync(server, stream: "idle");
        using var feed = await Publisher.OpenAsync(server);
        await feed.PublishAsync(Publisher.Batch(1, Publisher.Call("a", 0)));
        commit.Reset();
        for (var i = 2UL; i <= 4; i++) await feed.SendAsync(Publisher.Batch(i, Publisher.Call($"a{i}", 0)));
        await UntilUnderWayAsync(server, 4);

        var stopping = server.StopServerAsync();

        var end = await idle.FailureAsync(); // nothing was under way in it
        Assert.Equal((StatusCode.Unavailable, "SERVER_STOPPING"), (end.StatusCode, Details.Reason(end)));
        Assert.Contains("open the stream again", end.Status.Detail, StringComparison.Ordinal);
        Assert.False(stopping.IsCompleted);
        commit.Set();
        var answered = new List<ulong>();
        for (var i = 2; i <= 4; i++) answered.Add((await feed.ReadAsync()).Ack.Sequence);
        Assert.Equal([2UL, 3UL, 4UL], answered.Order());
        Assert.Equal("SERVER_STOPPING", Details.Reason(await feed.FailureAsync()));
        await stopping;

        await server.RestartAsync();
        using var again = await Publisher.OpenAsync(server);
        Assert.Equal(4UL, again.Opened.LastComplete);
        Assert.Equal((4UL, 240UL), await server.VoiceAsync(0));
    }

    [Fact]
    public async Task A_call_under_way_is_finished_and_a_new_one_is_sent_elsewhere()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Func<string, ServerCallContext, Task> hold = async (_, _) =>
        {
            entered.SetResult();
            await release.Task.WaitAsync(Patience.Limit);
        };
        await using var server = await TestServer.StartAsync(builder: host => host.Services.Configure<GrpcServiceOptions>(grpc => grpc.Interceptors.Add<ThrowingInterceptor>(hold)));
        var health = new Health.HealthClient(server.Channel);
        using var watch = health.Watch(new HealthCheckRequest());
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));
        using var reflection = new ServerReflection.ServerReflectionClient(server.Channel).ServerReflectionInfo();
        await reflection.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.True(await reflection.ResponseStream.MoveNext(Patience.Token));
        using var held = health.CheckAsync(new HealthCheckRequest(), new Metadata { { ThrowingInterceptor.Header, "hold" } });
        await Patience.For(entered.Task, "the call that is held");

        var stopping = server.StopServerAsync();

        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
        foreach (var end in new[] { await FailureAsync(watch.ResponseStream), await FailureAsync(reflection.ResponseStream) })
            Assert.Equal((StatusCode.Unavailable, "SERVER_STOPPING"), (end.StatusCode, Details.Reason(end)));
        // The connection is still open, for the call that is held; its server has said on it that it takes no new ones.
        await RefusedAsync(health);
        Assert.False(stopping.IsCompleted);
        release.SetResult();
        Assert.Equal(ServingStatus.NotServing, (await held).Status);
        await Patience.For(stopping, "the server's end");
    }

    [Fact]
    public async Task While_it_drains_it_serves_and_says_that_it_will_not()
    {
        var time = new HeldTime(TimeSpan.FromSeconds(599));
        await using var server = await TestServer.StartAsync(
            options: o => o with { DrainSeconds = 599 }, builder: host => host.Services.AddSingleton<TimeProvider>(time));
        await server.RegisterAsync(1);
        var health = new Health.HealthClient(server.Channel);
        using var watch = health.Watch(new HealthCheckRequest { Service = "customergrains.v1.UsageFeed" });
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));
        using var feed = await Publisher.OpenAsync(server);

        var stopping = server.StopServerAsync();

        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
        Assert.Equal(ServingStatus.NotServing, (await health.CheckAsync(new HealthCheckRequest())).Status);
        Assert.Equal(1u, (await feed.PublishAsync(Publisher.Batch(1, Publisher.Call("a", 0)))).Applied);
        using var late = await Publisher.OpenAsync(server, stream: "late");
        Assert.Equal((1UL, 60UL), await server.VoiceAsync(0));
        using var lateWatch = health.Watch(new HealthCheckRequest());
        Assert.Equal(ServingStatus.NotServing, await NextAsync(lateWatch));
        Assert.False(stopping.IsCompleted);

        await time.ReleaseAsync();
        Assert.Equal(StatusCode.Unavailable, (await FailureAsync(watch.ResponseStream)).StatusCode);
        Assert.Equal(StatusCode.Unavailable, (await feed.FailureAsync()).StatusCode);
        Assert.Equal(StatusCode.Unavailable, (await late.FailureAsync()).StatusCode);
        await Patience.For(stopping, "the server's end");
    }

    [Fact]
    public async Task A_caller_that_does_not_end_is_cut_when_the_time_is_over()
    {
        var time = new HeldTime(TimeSpan.FromSeconds(599));
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Func<string, ServerCallContext, Task> hang = async (_, context) =>
        {
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        };
        await using var server = await TestServer.StartAsync(
            options: o => o with { ShutdownSeconds = 599 },
            builder: host => host.Services.AddSingleton<TimeProvider>(time).Configure<GrpcServiceOptions>(grpc => grpc.Interceptors.Add<ThrowingInterceptor>(hang)));
        var health = new Health.HealthClient(server.Channel);
        using var hanging = health.CheckAsync(new HealthCheckRequest(), new Metadata { { ThrowingInterceptor.Header, "hang" } });
        await Patience.For(entered.Task, "the call that hangs");

        var stopping = server.StopServerAsync();
        await RefusedAsync(health);
        Assert.False(stopping.IsCompleted);
        await time.ReleaseAsync();

        await Assert.ThrowsAsync<RpcException>(async () => await hanging);
        await Patience.For(stopping, "the server's end");
    }

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(Patience.Token), "The watch ended.");
        return watch.ResponseStream.Current.Status;
    }

    private static Task<RpcException> FailureAsync<T>(IAsyncStreamReader<T> responses) => Assert.ThrowsAsync<RpcException>(async () =>
    {
        while (await responses.MoveNext(Patience.Token))
        {
        }
    });

    /// <summary>Asks until it is answered no more: the word that the server stops may still be on its way.</summary>
    private static async Task RefusedAsync(Health.HealthClient health)
    {
        while (true)
        {
            try
            {
                await health.CheckAsync(new HealthCheckRequest(), cancellationToken: Patience.Token);
            }
            catch (RpcException refusal)
            {
                Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
                return;
            }
        }
    }

    /// <summary>Waits until so many batches of the stream have been begun, of which none can be complete.</summary>
    private static async Task UntilUnderWayAsync(TestServer server, long begun)
    {
        var grain = server.Grains.GetGrain<CustomerGrains.Grains.Sources.ISourceGrain>("mediation");
        while (true)
        {
            var reader = new CustomerGrains.Domain.Encoding.ByteReader((await grain.GetState(Patience.Token)).State.Span);
            if (CustomerGrains.Domain.Sources.SourceState.Read(ref reader).Streams.Any(s => s.LastBegun == begun)) return;
            await Task.Yield();
        }
    }
}
