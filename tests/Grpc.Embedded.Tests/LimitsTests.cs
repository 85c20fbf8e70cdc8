using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Embedded.Tests;

public sealed class LimitsTests
{
    private static readonly ByteString FiveMegabytes = UnsafeByteOperations.UnsafeWrap(new byte[5_000_000]);

    [Fact]
    public async Task Request_beyond_4_MiB_is_refused_by_default()
    {
        await using var server = await ProbeServer.StartAsync();
        var client = server.Client();
        var e = await Assert.ThrowsAsync<RpcException>(async () => await client.UnaryAsync(new Ask { Data = FiveMegabytes }));
        Assert.Equal((StatusCode.ResourceExhausted, "Received message exceeds the maximum configured message size."), (e.StatusCode, e.Status.Detail));
        Assert.Equal("next", (await client.UnaryAsync(new Ask { Text = "next" })).Text);
    }

    [Fact]
    public async Task Request_of_exactly_the_limit_is_accepted()
    {
        await using var server = await ProbeServer.StartAsync(o => o.MaxReceiveMessageSize = 1000);
        // Tag and length of the field are 3 bytes.
        Assert.Equal(997, (await server.Client().UnaryAsync(new Ask { Data = ByteString.CopyFrom(new byte[997]) })).Data.Length);
        await Assert.ThrowsAsync<RpcException>(async () => await server.Client().UnaryAsync(new Ask { Data = ByteString.CopyFrom(new byte[998]) }));
    }

    [Fact]
    public async Task Response_beyond_the_callers_limit_ends_the_call()
    {
        await using var server = await ProbeServer.StartAsync();
        var e = await Assert.ThrowsAsync<RpcException>(async () => await server.Client().UnaryAsync(new Ask { Text = "large", Count = 5_000_000 }));
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        Assert.Equal(5_000_000, (await server.Client(o => o.MaxReceiveMessageSize = null).UnaryAsync(new Ask { Text = "large", Count = 5_000_000 })).Data.Length);
    }

    [Fact]
    public async Task Response_beyond_the_servers_limit_ends_the_call()
    {
        await using var server = await ProbeServer.StartAsync(o => o.MaxSendMessageSize = 100);
        var e = await Assert.ThrowsAsync<RpcException>(async () => await server.Client().UnaryAsync(new Ask { Text = "large", Count = 101 }));
        Assert.Equal((StatusCode.ResourceExhausted, "Sending message exceeds the maximum configured message size."), (e.StatusCode, e.Status.Detail));
    }

    [Fact]
    public async Task Request_beyond_the_callers_own_limit_is_not_sent()
    {
        await using var server = await ProbeServer.StartAsync();
        server.MayLogErrors = HostDifferences.LogsCallersFaults;
        var client = server.Client(o => o.MaxSendMessageSize = 100);
        var e = await Assert.ThrowsAsync<RpcException>(async () => await client.UnaryAsync(new Ask { Data = ByteString.CopyFrom(new byte[101]) }));
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        using var stream = client.Chat();
        e = await Assert.ThrowsAsync<RpcException>(() => stream.RequestStream.WriteAsync(new Ask { Data = ByteString.CopyFrom(new byte[101]) }));
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
    }

    [Fact]
    public async Task Options_of_one_service_count_more_than_those_of_all()
    {
        await using var server = await ProbeServer.StartAsync(
            o => o.MaxReceiveMessageSize = 10,
            s => s.Configure<GrpcServiceOptions<ProbeService>>(o => o.MaxReceiveMessageSize = null));
        Assert.Equal(FiveMegabytes.Length, (await server.Client(o => o.MaxReceiveMessageSize = null).UnaryAsync(new Ask { Data = FiveMegabytes })).Data.Length);
    }

    [Fact]
    public async Task Stream_may_be_longer_than_any_body_limit()
    {
        await using var server = await ProbeServer.StartAsync(kestrel: k => k.Limits.MaxRequestBodySize = 1000);
        using var call = server.Client().Collect();
        var data = ByteString.CopyFrom(new byte[100_000]);
        for (var i = 0; i < 400; i++) await call.RequestStream.WriteAsync(new Ask { Data = data });
        await call.RequestStream.CompleteAsync();
        Assert.Equal(40_000_000, (await call).Count);
    }

    [Fact]
    public async Task Method_that_does_not_read_holds_its_caller_back_and_not_the_neighbours()
    {
        // With Kestrel's own window of 1 MiB for a connection one such stream (768 KiB) can hold the neighbours back as well.
        await using var server = await ProbeServer.StartAsync(kestrel: k => k.Limits.Http2.InitialConnectionWindowSize = 8 << 20);
        var client = server.Client();
        // The service answers each message, and nobody reads the answers: the windows fill, then the service stops reading.
        using var call = client.Chat();
        var data = ByteString.CopyFrom(new byte[1_000_000]);
        Task write;
        var written = 0;
        do
        {
            write = call.RequestStream.WriteAsync(new Ask { Data = data });
            // Neighbours get through all the time.
            await Patience.For(client.UnaryAsync(new Ask()).ResponseAsync, $"a neighbour of write {written}");
            await Patience.For(client.UnaryAsync(new Ask()).ResponseAsync, $"a second neighbour of write {written}");
            written++;
            Assert.True(written < 200, "the caller is not held back");
            if (write.IsCompleted) await write;
        }
        while (write.IsCompleted);
        for (var i = 0; i < written - 1; i++) await Patience.For(call.ResponseStream.MoveNext(default), $"answer {i} of {written}");
        await Patience.For(write, $"write {written}");
    }
}
