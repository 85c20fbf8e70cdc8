using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CustomerGrains.Server.Tests.Hosting;

public sealed class LimitTests
{
    [Fact]
    public async Task Keep_alive_and_limits_are_as_told_and_keep_alive_can_be_off()
    {
        await using var server = await TestServer.StartAsync(options: o => o with { KeepAliveSeconds = 33, KeepAliveTimeoutSeconds = 7, MaxStreams = 44, MaxConnections = 55 });
        var limits = Limits(server);
        Assert.Equal((TimeSpan.FromSeconds(33), TimeSpan.FromSeconds(7)), (limits.Http2.KeepAlivePingDelay, limits.Http2.KeepAlivePingTimeout));
        Assert.Equal((44, 55L), (limits.Http2.MaxStreamsPerConnection, limits.MaxConcurrentConnections!.Value));
        await server.RestartAsync(options: o => o with { KeepAliveSeconds = 0 });
        Assert.Equal(TimeSpan.MaxValue, Limits(server).Http2.KeepAlivePingDelay);
    }

    [Fact]
    public async Task A_connection_too_many_is_unavailable_and_hurts_nobody()
    {
        await using var server = await TestServer.StartAsync(options: o => o with { MaxConnections = 1 });
        var first = new Health.HealthClient(server.Channel);
        await first.CheckAsync(new HealthCheckRequest());
        using var channel = GrpcChannel.ForAddress(server.Address);
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest(), cancellationToken: Patience.Token));
        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        await first.CheckAsync(new HealthCheckRequest());
    }

    [Fact]
    public async Task Calls_beyond_the_streams_of_a_connection_wait_or_take_another()
    {
        await using var server = await TestServer.StartAsync(options: o => o with { MaxStreams = 2 });
        var client = new Health.HealthClient(server.Channel);
        var watches = new List<AsyncServerStreamingCall<HealthCheckResponse>>();
        for (var i = 0; i < 7; i++)
        {
            watches.Add(client.Watch(new HealthCheckRequest()));
            Assert.True(await watches[^1].ResponseStream.MoveNext(Patience.Token));
        }
        watches.ForEach(w => w.Dispose());
    }

    private static KestrelServerLimits Limits(TestServer server) => server.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;
}
