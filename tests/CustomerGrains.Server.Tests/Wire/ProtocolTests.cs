using System.IO.Compression;
using CustomerGrains.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;

namespace CustomerGrains.Server.Tests.Wire;

/// <summary>Requests that are not as gRPC over HTTP/2 has them: each gets what the specification names, and the connection's other
/// calls notice nothing.</summary>
public sealed class ProtocolTests : IAsyncLifetime
{
    private const string GetSource = "customergrains.v1.UsageFeed/GetSource";
    private const string Publish = "customergrains.v1.UsageFeed/Publish";

    private TestServer _server = null!;
    private RawClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync(options: o => o with { MaxMessageMegabytes = 1 });
        _client = new RawClient(_server.Address);
    }

    public async Task DisposeAsync()
    {
        Assert.Equal("0", (await _client.CallAsync("grpc.health.v1.Health/Check", RawClient.Frame(new HealthCheckRequest()))).Status);
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("customergrains.v1.UsageFeed/Nothing")]
    [InlineData("customergrains.v1.Nothing/Publish")]
    [InlineData("UsageFeed/Publish")]
    public async Task An_unknown_method_is_unimplemented(string path)
    {
        var response = await _client.CallAsync(path, RawClient.Frame(new GetSourceRequest()));
        Assert.Equal((200, "12", "application/grpc"), (response.Code, response.Status, response.Headers["content-type"]));
        Assert.NotEmpty(response.Message!);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData("text/html")]
    [InlineData(null)]
    public async Task Another_content_type_gets_415(string? contentType)
    {
        var response = await _client.SendAsync(HttpMethod.Post, GetSource, contentType, RawClient.Frame(new GetSourceRequest()), ("te", "trailers"));
        Assert.Equal(415, response.Code);
    }

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/grpc+proto")]
    public async Task Te_is_for_proxies_and_may_be_missing(string contentType)
    {
        var response = await _client.SendAsync(HttpMethod.Post, GetSource, contentType, RawClient.Frame(new GetSourceRequest { Source = "nobody" }));
        Assert.Equal((200, "5"), (response.Code, response.Status));
    }

    [Theory]
    [InlineData(GetSource)]
    [InlineData(Publish)]
    public async Task An_unknown_compression_is_unimplemented_and_the_known_ones_are_named(string path)
    {
        var response = await _client.CallAsync(path, RawClient.Frame(new GetSourceRequest(), flag: 1), ("grpc-encoding", "snappy"));
        Assert.Equal((200, "12"), (response.Code, response.Status));
        Assert.Contains("gzip", response.Headers["grpc-accept-encoding"], StringComparison.Ordinal);
        Assert.Contains("snappy", response.Message!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip", "5")]
    [InlineData("identity", "13")] // says compressed, and how: not at all
    [InlineData(null, "13")]
    public async Task A_compressed_message_is_read_if_it_says_how(string? encoding, string status)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(new GetSourceRequest { Source = "nobody" }.ToByteArray());
        (string, string)[] headers = encoding is null ? [] : [("grpc-encoding", encoding)];
        Assert.Equal(status, (await _client.CallAsync(GetSource, RawClient.Frame(packed.ToArray(), flag: 1), headers)).Status);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("0S")]
    [InlineData("-1S")]
    [InlineData("1s")]
    [InlineData("")]
    public async Task A_time_out_that_is_none_is_ignored(string timeout) =>
        Assert.Equal("5", (await _client.CallAsync(GetSource, RawClient.Frame(new GetSourceRequest { Source = "nobody" }), ("grpc-timeout", timeout))).Status);

    [Fact]
    public async Task A_time_out_that_has_passed_is_deadline_exceeded() =>
        Assert.Equal("4", (await _client.CallAsync("grpc.health.v1.Health/Watch", RawClient.Frame(new HealthCheckRequest()), ("grpc-timeout", "1m"))).Status);

    [Theory]
    [InlineData(GetSource)]
    [InlineData(Publish)]
    public async Task A_message_over_the_limit_is_resource_exhausted(string path)
    {
        // Of the limit's size itself it is read, and only then refused.
        Assert.Equal("3", (await _client.CallAsync(path, RawClient.Frame(Request(1_000_000)))).Status);
        var tooLarge = await _client.CallAsync(path, RawClient.Frame(Request(1_000_001)));
        Assert.Equal((200, "8"), (tooLarge.Code, tooLarge.Status));
        // Announced, and not even sent.
        Assert.Equal("8", (await _client.CallAsync(path, [0, 127, 255, 255, 255])).Status);
        // Small on the way, large when unpacked.
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Request(1_000_001));
        var bomb = packed.ToArray();
        Assert.InRange(bomb.Length, 1, 100_000);
        Assert.Equal("8", (await _client.CallAsync(path, RawClient.Frame(bomb, flag: 1), ("grpc-encoding", "gzip"))).Status);
    }

    /// <summary>A message of exactly this size.</summary>
    private static byte[] Request(int bytes)
    {
        var message = new GetSourceRequest { Source = new string('x', bytes - 4) };
        Assert.Equal(bytes, message.CalculateSize());
        return message.ToByteArray();
    }

    [Theory]
    [InlineData("")]
    [InlineData("00000000")] // half a header
    [InlineData("000000000548")] // half a message
    [InlineData("00000000000000000000")] // two messages
    public async Task A_request_that_is_not_one_whole_message_is_internal(string hex) =>
        Assert.Equal("13", (await _client.CallAsync(GetSource, Convert.FromHexString(hex))).Status);

    [Fact]
    public async Task A_request_that_is_no_such_message_is_internal()
    {
        // Of unary calls the real packages say UNKNOWN, and log it as a failure of the method (README of Grpc.Embedded).
        if (HostDifferences.LogsCallersFaults) _server.ExpectErrors("Error when executing service method");
        Assert.Equal($"{(int)HostDifferences.Unparsable(StatusCode.Internal)}", (await _client.CallAsync(GetSource, RawClient.Frame([255, 255]))).Status);
        // In a stream it is the same everywhere.
        Assert.Equal("13", (await _client.CallAsync("grpc.reflection.v1.ServerReflection/ServerReflectionInfo", RawClient.Frame([255, 255]))).Status);
    }

    [Fact]
    public async Task A_publish_frame_that_is_none_is_an_invalid_argument_of_its_own_reader() =>
        Assert.Equal("3", (await _client.CallAsync(Publish, RawClient.Frame([255, 255]))).Status);
}
