using CustomerGrains.Storage;
using CustomerGrains.V1;
using Grpc.Core;
using Grpc.Health.V1;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace CustomerGrains.Server.Tests.Wire;

public sealed class HealthTests
{
    private static readonly string[] Services =
    [
        "", "customergrains.v1.UsageFeed", "customergrains.v1.Subscribers", "customergrains.v1.Directory", "customergrains.v1.Customers", "customergrains.v1.Facts", "customergrains.v1.Policies",
        "customergrains.v1.Models", "customergrains.v1.Reports", "customergrains.v1.Rollups", "customergrains.v1.Operations",
        "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection",
    ];

    [Fact]
    public async Task Every_service_is_serving_and_watched_until_the_server_stops()
    {
        await using var server = await TestServer.StartAsync();
        var client = new Health.HealthClient(server.Channel);
        var watches = new List<AsyncServerStreamingCall<HealthCheckResponse>>();
        foreach (var service in Services)
        {
            Assert.Equal(ServingStatus.Serving, (await client.CheckAsync(new HealthCheckRequest { Service = service })).Status);
            watches.Add(client.Watch(new HealthCheckRequest { Service = service }));
            Assert.Equal(ServingStatus.Serving, await NextAsync(watches[^1]));
        }

        var stopping = server.StopServerAsync();

        foreach (var watch in watches)
        {
            Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
            var end = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(Patience.Token));
            Assert.Equal((StatusCode.Unavailable, "SERVER_STOPPING"), (end.StatusCode, Details.Reason(end)));
            watch.Dispose();
        }
        await stopping;
    }

    [Fact]
    public async Task An_unknown_service_is_not_found_and_its_watch_says_so_and_waits()
    {
        await using var server = await TestServer.StartAsync();
        var client = new Health.HealthClient(server.Channel);
        foreach (var name in new[] { "no.Such", "customergrains.v1.usagefeed", "customergrains.v1.UsageFeed ", new string('x', 100_000) })
        {
            var error = await Assert.ThrowsAsync<RpcException>(async () => await client.CheckAsync(new HealthCheckRequest { Service = name }));
            var (code, reason, resource) = Details.Of<Google.Rpc.ResourceInfo>(error);
            Assert.Equal((StatusCode.NotFound, "SERVICE_NOT_FOUND"), (code, reason));
            Assert.StartsWith(name[..6], resource.ResourceName, StringComparison.Ordinal);
            Assert.InRange(error.Status.Detail.Length, 30, 300);
            using var watch = client.Watch(new HealthCheckRequest { Service = name });
            Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(watch));
        }
    }

    [Fact]
    public async Task A_server_whose_commits_fail_is_not_serving_and_serves_again_when_they_do_not()
    {
        var failing = false;
        await using var server = await TestServer.StartAsync(options => options with
        {
            Fault = point =>
            {
                if (point == FaultPoint.InCommit && Volatile.Read(ref failing)) throw new IOException("The disk is full (a test says so).");
            },
        });
        server.ExpectErrors("The disk is full (a test says so).");
        server.ExpectErrors("commit");
        var client = new Health.HealthClient(server.Channel);
        using var watch = client.Watch(new HealthCheckRequest());
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));

        Volatile.Write(ref failing, true);
        var error = await Assert.ThrowsAsync<RpcException>(async () => await server.Directory.RegisterSubscriberAsync(TestServer.Registration(0)));

        var (code, reason, retry) = Details.Of<Google.Rpc.RetryInfo>(error);
        Assert.Equal((StatusCode.ResourceExhausted, "STORE_FAILING"), (code, reason));
        Assert.Equal(TimeSpan.FromSeconds(1), retry.RetryDelay.ToTimeSpan());
        Assert.Contains("The disk is full", error.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
        Assert.Equal(ServingStatus.NotServing, (await client.CheckAsync(new HealthCheckRequest { Service = "customergrains.v1.UsageFeed" })).Status);

        Volatile.Write(ref failing, false);
        await server.RegisterAsync(1);
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));
    }

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(Patience.Token), "The watch ended.");
        return watch.ResponseStream.Current.Status;
    }
}
