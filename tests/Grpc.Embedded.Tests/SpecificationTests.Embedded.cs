using System.Net.Sockets;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;

namespace Grpc.Embedded.Tests;

/// <summary>What the embedded host does and the real packages do not.</summary>
public sealed class SpecificationTests
{
    [Fact]
    public async Task Class_that_is_no_service_is_refused_at_start() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => ProbeServer.StartAsync(map: app => app.MapGrpcService<string>()));

    [Fact]
    public async Task Authority_of_a_call_is_sent()
    {
        await using var server = await ProbeServer.StartAsync();
        var elsewhere = await server.Client().WithHost("other.example").UnaryAsync(new Ask { Text = "context" });
        Assert.Equal("/grpc.embedded.tests.Probe/Unary|other.example|ipv4|False|", elsewhere.Text);
    }

    [Fact]
    public async Task Repeated_and_empty_binary_metadata_crosses_entry_by_entry()
    {
        await using var server = await ProbeServer.StartAsync();
        var sent = new Metadata { { "x-more-bin", [4] }, { "x-more-bin", [5, 6] }, { "x-empty-bin", Array.Empty<byte>() } };
        using var call = server.Client().UnaryAsync(new Ask { Text = "metadata" }, sent);
        await call;
        Assert.Equal([[4], [5, 6]], call.GetTrailers().GetAll("x-more-bin").Select(e => e.ValueBytes));
        Assert.Empty(call.GetTrailers().GetValueBytes("x-empty-bin")!);
    }

    [Fact]
    public async Task Time_out_of_more_than_eight_digits_is_ignored()
    {
        await using var server = await ProbeServer.StartAsync();
        using var client = new RawClient(server.Address);
        var response = await client.SendAsync("Unary", RawClient.Frame(new Ask { Text = "deadline" }), ("grpc-timeout", "123456789S"));
        Assert.Equal("none", Answer.Parser.ParseFrom(response.Body.AsSpan(5)).Text);
    }

    [Fact]
    public async Task Connection_that_is_over_before_the_first_request_is_waited_out()
    {
        await using var server = await ProbeServer.StartAsync();
        var connections = 0;
        var handler = new SocketsHttpHandler();
        handler.ConnectCallback = async (context, cancellationToken) =>
        {
            if (Interlocked.Increment(ref connections) < 3) return Stream.Null;
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        };
        using var channel = Net.Client.GrpcChannel.ForAddress(server.Address, new() { HttpHandler = handler, DisposeHttpClient = true, InitialReconnectBackoff = TimeSpan.FromMilliseconds(5), MaxReconnectBackoff = TimeSpan.FromMilliseconds(20) });
        var options = new CallOptions(deadline: DateTime.UtcNow + Patience.Limit).WithWaitForReady();
        Assert.Equal("patient", (await new Probe.ProbeClient(channel).UnaryAsync(new Ask { Text = "patient" }, options)).Text);
        Assert.Equal(3, connections);
    }
}
