using Google.Protobuf;
using Grpc.Core;

namespace Grpc.Embedded.Tests;

public sealed class CallKindsTests
{
    [Fact]
    public async Task Unary_call_returns_the_response()
    {
        await using var server = await ProbeServer.StartAsync();
        var answer = await server.Client().UnaryAsync(new Ask { Text = "hello", Count = 7 });
        Assert.Equal(("hello", 7), (answer.Text, answer.Count));
    }

    [Fact]
    public async Task Blocking_unary_call_returns_the_response()
    {
        await using var server = await ProbeServer.StartAsync();
        Assert.Equal("hello", server.Client().Unary(new Ask { Text = "hello" }).Text);
    }

    [Fact]
    public async Task Client_streaming_call_sees_every_message_once_and_in_order()
    {
        await using var server = await ProbeServer.StartAsync();
        using var call = server.Client().Collect();
        foreach (var text in new[] { "a", "b", "c" }) await call.RequestStream.WriteAsync(new Ask { Text = text });
        await call.RequestStream.CompleteAsync();
        Assert.Equal("abc", (await call).Text);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("buffered")]
    public async Task Server_streaming_call_returns_every_message_once_and_in_order(string how)
    {
        await using var server = await ProbeServer.StartAsync();
        using var call = server.Client().Expand(new Ask { Text = how, Count = 1000, Data = ByteString.CopyFrom(new byte[200]) });
        var seen = new List<int>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync()) seen.Add(answer.Count);
        Assert.Equal(Enumerable.Range(0, 1000), seen);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Duplex_call_answers_while_requests_are_still_open()
    {
        await using var server = await ProbeServer.StartAsync();
        using var call = server.Client().Chat();
        for (var i = 0; i < 100; i++)
        {
            await call.RequestStream.WriteAsync(new Ask { Count = i });
            Assert.True(await call.ResponseStream.MoveNext(Patience.Token));
            Assert.Equal(i, call.ResponseStream.Current.Count);
        }
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Patience.Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(83_000)]
    [InlineData(3_000_000)]
    public async Task Messages_of_any_size_arrive_whole_in_both_directions(int size)
    {
        await using var server = await ProbeServer.StartAsync();
        var data = new byte[size];
        new Random(size).NextBytes(data);
        using var call = server.Client().Chat();
        for (var i = 0; i < 5; i++)
        {
            await call.RequestStream.WriteAsync(new Ask { Data = ByteString.CopyFrom(data) });
            Assert.True(await call.ResponseStream.MoveNext(Patience.Token));
            Assert.Equal(data, call.ResponseStream.Current.Data.ToByteArray());
        }
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Patience.Token));
    }

    [Fact]
    public async Task Many_calls_share_a_connection_without_mixing_up_their_answers()
    {
        await using var server = await ProbeServer.StartAsync();
        var client = server.Client();
        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(async i => (i, (await client.UnaryAsync(new Ask { Count = i })).Count)));
        Assert.All(answers, a => Assert.Equal(a.i, a.Count));
    }
}
