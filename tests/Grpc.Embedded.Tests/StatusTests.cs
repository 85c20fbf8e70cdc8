using Google.Protobuf;
using Grpc.Core;

namespace Grpc.Embedded.Tests;

public sealed class StatusTests
{
    public static TheoryData<StatusCode> ErrorCodes => [.. Enum.GetValues<StatusCode>().Where(c => c != StatusCode.OK)];

    [Theory]
    [MemberData(nameof(ErrorCodes))]
    public async Task RpcException_of_a_service_reaches_the_caller_with_code_detail_and_trailers(StatusCode code)
    {
        await using var server = await ProbeServer.StartAsync();
        using var call = server.Client().UnaryAsync(new Ask { Text = "fail", Count = (int)code, Data = ByteString.CopyFrom(1, 0, 255) });
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        Assert.Equal((code, "no: ü€😀 100% \r\n"), (e.StatusCode, e.Status.Detail));
        Assert.Equal("because", e.Trailers.GetValue("x-why"));
        Assert.Equal([1, 0, 255], e.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal(code, call.GetStatus().StatusCode);
        Assert.Equal("because", call.GetTrailers().GetValue("x-why"));
    }

    [Fact]
    public async Task Status_that_a_method_sets_without_throwing_reaches_the_caller()
    {
        await using var server = await ProbeServer.StartAsync();
        var e = await Assert.ThrowsAsync<RpcException>(async () => await server.Client().UnaryAsync(new Ask { Text = "status", Count = 9 }));
        Assert.Equal((StatusCode.FailedPrecondition, "set"), (e.StatusCode, e.Status.Detail));
    }

    [Fact]
    public async Task Status_after_streamed_messages_comes_after_all_of_them()
    {
        await using var server = await ProbeServer.StartAsync();
        using var call = server.Client().Expand(new Ask { Text = "fail", Count = 3 });
        var seen = 0;
        var e = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (var _ in call.ResponseStream.ReadAllAsync()) seen++;
        });
        Assert.Equal((3, StatusCode.DataLoss, "3"), (seen, e.StatusCode, e.Trailers.GetValue("x-count")));
        Assert.Equal(StatusCode.DataLoss, call.GetStatus().StatusCode);
        // It stays so, however often it is asked for.
        Assert.Equal(StatusCode.DataLoss, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(default))).StatusCode);
    }

    [Theory]
    [InlineData(false, "Exception was thrown by handler.")]
    [InlineData(true, "Exception was thrown by handler. InvalidOperationException: secret ArgumentException: inner")]
    public async Task Other_exceptions_are_unknown_and_only_explained_when_that_is_enabled(bool isDetailed, string detail)
    {
        await using var server = await ProbeServer.StartAsync(o => o.EnableDetailedErrors = isDetailed);
        server.MayLogErrors = true;
        var e = await Assert.ThrowsAsync<RpcException>(async () => await server.Client().UnaryAsync(new Ask { Text = "throw" }));
        Assert.Equal((StatusCode.Unknown, detail), (e.StatusCode, e.Status.Detail));
        Assert.Contains("secret", Assert.Single(server.Log.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Null_response_is_cancelled_as_in_every_gRPC_for_net()
    {
        await using var server = await ProbeServer.StartAsync();
        var e = await Assert.ThrowsAsync<RpcException>(async () => await server.Client().UnaryAsync(new Ask { Text = "null" }));
        Assert.Equal((StatusCode.Cancelled, "No message returned from method."), (e.StatusCode, e.Status.Detail));
    }

    [Fact]
    public async Task Connection_refused_is_unavailable_and_says_why()
    {
        var server = await ProbeServer.StartAsync();
        await server.DisposeAsync();
        using var channel = Net.Client.GrpcChannel.ForAddress(server.Address);
        var e = await Assert.ThrowsAsync<RpcException>(async () => await new Probe.ProbeClient(channel).UnaryAsync(new Ask()));
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
        Assert.Contains(HostDifferences.Refused(server.Address), e.Status.Detail, StringComparison.Ordinal);
        using var stream = new Probe.ProbeClient(channel).Chat();
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext(default))).StatusCode);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => stream.RequestStream.WriteAsync(new Ask()))).StatusCode);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => stream.ResponseHeadersAsync)).StatusCode);
    }

    [Fact]
    public async Task Unknown_method_and_unknown_service_are_unimplemented()
    {
        await using var server = await ProbeServer.StartAsync();
        var invoker = server.Channel().CreateCallInvoker();
        foreach (var (service, name) in new[] { ("grpc.embedded.tests.Probe", "Nothing"), ("nothing.Here", "Unary") })
        {
            var method = new Method<string, string>(MethodType.Unary, service, name, Marshallers.StringMarshaller, Marshallers.StringMarshaller);
            var e = await Assert.ThrowsAsync<RpcException>(async () => await invoker.AsyncUnaryCall(method, null, default, "?"));
            Assert.Equal(StatusCode.Unimplemented, e.StatusCode);
        }
    }

    [Fact]
    public async Task Caller_that_still_writes_learns_the_status_of_a_server_that_has_answered_early()
    {
        await using var server = await ProbeServer.StartAsync();
        using var call = server.Client().Collect();
        var e = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await call.RequestStream.WriteAsync(new Ask { Text = "stop" });
            while (true) await call.RequestStream.WriteAsync(new Ask { Data = ByteString.CopyFrom(new byte[10_000]) });
        });
        Assert.Equal((StatusCode.ResourceExhausted, "enough"), (e.StatusCode, e.Status.Detail));
        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task Caller_that_still_writes_to_a_duplex_call_learns_the_status_and_can_read_what_came_before_it()
    {
        await using var server = await ProbeServer.StartAsync();
        using var call = server.Client().Chat();
        for (var i = 0; i < 10; i++) await call.RequestStream.WriteAsync(new Ask { Count = i });
        var e = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await call.RequestStream.WriteAsync(new Ask { Text = "fail" });
            while (true) await call.RequestStream.WriteAsync(new Ask { Data = ByteString.CopyFrom(new byte[10_000]) });
        });
        Assert.Equal(HostDifferences.WriteAfterEnd(StatusCode.Aborted), e.StatusCode);
        for (var i = 0; i < 10; i++)
        {
            Assert.True(await call.ResponseStream.MoveNext(Patience.Token));
            Assert.Equal(i, call.ResponseStream.Current.Count);
        }
        e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(default));
        Assert.Equal((StatusCode.Aborted, "enough"), (e.StatusCode, e.Status.Detail));
    }

    [Fact]
    public async Task Response_of_a_server_that_returns_early_with_OK_is_not_lost()
    {
        await using var server = await ProbeServer.StartAsync();
        using var call = server.Client().Collect();
        await call.RequestStream.WriteAsync(new Ask { Text = "a" });
        try
        {
            await call.RequestStream.WriteAsync(new Ask { Text = "return" });
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.OK)
        {
            // The answer can be there before the write is done: then it is the write that says so.
        }
        Assert.Equal("a", (await call).Text);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Status_and_trailers_of_an_open_call_cannot_be_asked_for()
    {
        await using var server = await ProbeServer.StartAsync();
        using var call = server.Client().Chat();
        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        Assert.Throws<InvalidOperationException>(() => call.GetTrailers());
    }
}
