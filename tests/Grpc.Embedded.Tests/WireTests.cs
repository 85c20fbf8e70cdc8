using Grpc.Core;

namespace Grpc.Embedded.Tests;

public sealed class WireTests
{
    [Fact]
    public async Task Good_request_gets_headers_one_frame_and_trailers()
    {
        await using var server = await ProbeServer.StartAsync();
        using var client = new RawClient(server.Address);
        var response = await client.SendAsync("Unary", RawClient.Frame(new Ask { Text = "hi" }));
        Assert.Equal((200, "application/grpc", "0"), (response.Code, response.Headers["content-type"], response.Trailers["grpc-status"]));
        Assert.Equal(RawClient.Frame(new Answer { Text = "hi" }), response.Body);
        Assert.DoesNotContain("grpc-message", response.Trailers);
    }

    [Fact]
    public async Task Error_before_any_message_is_sent_in_the_headers_alone()
    {
        await using var server = await ProbeServer.StartAsync();
        using var client = new RawClient(server.Address);
        var response = await client.SendAsync("Unary", RawClient.Frame(new Ask { Text = "fail", Count = 5 }));
        Assert.Equal((200, "5", "no: %C3%BC%E2%82%AC%F0%9F%98%80 100%25 %0D%0A"), (response.Code, response.Headers["grpc-status"], response.Headers["grpc-message"]));
        Assert.Empty(response.Body);
        Assert.Empty(response.Trailers);
    }

    [Fact]
    public async Task Unknown_method_and_service_get_200_and_status_12()
    {
        await using var server = await ProbeServer.StartAsync();
        using var client = new RawClient(server.Address);
        foreach (var path in new[] { "grpc.embedded.tests.Probe/Nothing", "no.Such/Service" })
        {
            var response = await client.SendAsync(HttpMethod.Post, path, "application/grpc+proto", []);
            Assert.Equal((200, "12", "application/grpc"), (response.Code, response.Status, response.Headers["content-type"]));
        }
        Assert.Equal(404, (await client.SendAsync(HttpMethod.Post, "no.Such/Service", "application/json", [])).Code);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpcx")]
    [InlineData(null)]
    public async Task Other_content_types_get_415(string? contentType)
    {
        await using var server = await ProbeServer.StartAsync();
        using var client = new RawClient(server.Address);
        var response = await client.SendAsync(HttpMethod.Post, "grpc.embedded.tests.Probe/Unary", contentType, RawClient.Frame(new Ask()));
        Assert.Equal((415, "13"), (response.Code, response.Status));
    }

    [Fact]
    public async Task Other_verbs_are_not_found()
    {
        await using var server = await ProbeServer.StartAsync();
        using var client = new RawClient(server.Address);
        Assert.Equal(404, (await client.SendAsync(HttpMethod.Put, "grpc.embedded.tests.Probe/Unary", "application/grpc", [])).Code);
    }

    [Theory]
    [InlineData("Unary", "", StatusCode.Internal)] // no message at all
    [InlineData("Unary", "00000000", StatusCode.Internal)] // half a header
    [InlineData("Unary", "000000000548", StatusCode.Internal)] // half a message
    [InlineData("Unary", "00000000000000000000", StatusCode.Internal)] // two messages
    [InlineData("Unary", "000000000099", StatusCode.Internal)] // more than a message
    [InlineData("Unary", "0200000000", StatusCode.Internal, true)] // no such flag
    [InlineData("Unary", "00FFFFFFFF", StatusCode.ResourceExhausted, true)] // 4 GiB announced
    [InlineData("Unary", "0000400001", StatusCode.ResourceExhausted)] // one byte over the limit
    [InlineData("Unary", "0000000002FFFF", StatusCode.Internal, true)] // not protobuf
    [InlineData("Unary", "0100000000", StatusCode.Internal)] // compressed, but not said how
    [InlineData("Collect", "00000000", StatusCode.Internal)]
    [InlineData("Collect", "0000000000000000", StatusCode.Internal)]
    [InlineData("Chat", "FF00000000", StatusCode.Internal, true)]
    [InlineData("Chat", "0000000002FFFF", StatusCode.Internal, true)]
    [InlineData("Chat", "00FFFFFFFF", StatusCode.ResourceExhausted, true)]
    [InlineData("Expand", "474554202F20485454502F312E310D0A", StatusCode.Internal, true)] // some other protocol
    public async Task Damaged_request_gets_the_status_that_the_specification_names_and_nobody_else_notices(string method, string hex, StatusCode status, bool isUnparsable = false)
    {
        await using var server = await ProbeServer.StartAsync();
        server.MayLogErrors = isUnparsable && HostDifferences.LogsCallersFaults;
        using var client = new RawClient(server.Address);
        // On the same connection, before, during and after.
        var neighbour = client.SendAsync("Unary", RawClient.Frame(new Ask { Text = "wait" }), ("grpc-timeout", "300m"));
        Assert.Equal("waiting", await server.Report.NextAsync());
        var response = await client.SendAsync(method, Convert.FromHexString(hex));
        var expected = isUnparsable ? HostDifferences.Unparsable(status) : status;
        Assert.Equal((200, $"{(int)expected}"), (response.Code, response.Status));
        Assert.Equal("4", (await neighbour).Status);
        Assert.Equal("0", (await client.SendAsync("Unary", RawClient.Frame(new Ask()))).Status);
    }

    [Fact]
    public async Task Random_bytes_get_a_status()
    {
        await using var server = await ProbeServer.StartAsync();
        server.MayLogErrors = HostDifferences.LogsCallersFaults;
        var unparsable = $"{(int)HostDifferences.Unparsable(StatusCode.Internal)}";
        using var client = new RawClient(server.Address);
        var random = new Random(1);
        var good = RawClient.Frame(new Ask { Text = "hello", Data = Google.Protobuf.ByteString.CopyFrom(new byte[50]) });
        for (var i = 0; i < 400; i++)
        {
            var body = (byte[])good.Clone();
            for (var changes = random.Next(1, 4); changes > 0; changes--) body[random.Next(body.Length)] = (byte)random.Next(256);
            if (random.Next(3) == 0) body = body[..random.Next(body.Length)];
            var method = new[] { "Unary", "Collect", "Chat", "Expand" }[random.Next(4)];
            var response = await client.SendAsync(method, body);
            Assert.True(response.Status is "0" or "13" or "8" || response.Status == unparsable, $"{method} {Convert.ToHexString(body)}: {response.Status} {response.Message}");
        }
    }

    [Theory]
    [InlineData("1H", true)]
    [InlineData("99999999S", true)]
    [InlineData("0S", false)]
    [InlineData("-1S", false)]
    [InlineData("1", false)]
    [InlineData("S", false)]
    [InlineData("1s", false)]
    public async Task Time_out_that_is_not_well_formed_is_ignored(string timeout, bool isKept)
    {
        await using var server = await ProbeServer.StartAsync();
        using var client = new RawClient(server.Address);
        var response = await client.SendAsync("Unary", RawClient.Frame(new Ask { Text = "deadline" }), ("grpc-timeout", timeout));
        var answer = Answer.Parser.ParseFrom(response.Body.AsSpan(5));
        Assert.Equal(isKept, answer.Text != "none");
    }
}
