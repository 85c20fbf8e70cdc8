using Grpc.Core;

namespace Grpc.Embedded.Tests;

public sealed class MetadataTests
{
    [Fact]
    public async Task Text_binary_and_repeated_metadata_cross_as_headers_and_as_trailers()
    {
        await using var server = await ProbeServer.StartAsync();
        var sent = new Metadata
        {
            { "x-text", "plain, with comma ~" },
            { "X-Upper", "case" },
            { "x-twice", "1" },
            { "x-twice", "2" },
            { "x-one-bin", [0] },
            { "x-two-bin", [0, 255] },
            { "x-three-bin", [1, 2, 3] },
        };
        using var call = server.Client().UnaryAsync(new Ask { Text = "metadata" }, sent);
        var headers = await call.ResponseHeadersAsync;
        await call;
        foreach (var received in new[] { headers, call.GetTrailers() })
        {
            var own = received.Where(e => e.Key.StartsWith("x-", StringComparison.Ordinal)).Select(Text).Order(StringComparer.Ordinal);
            // Values of one key may be joined on the way, as .NET's HTTP client does: to gRPC that is the same.
            var joined = sent.Where(e => e.Key != "x-twice").Append(new Metadata.Entry("x-twice", "1, 2"));
            Assert.Equal(joined.Select(Text).Order(StringComparer.Ordinal), own);
        }

        static string Text(Metadata.Entry e) => $"{e.Key}={(e.IsBinary ? Convert.ToHexString(e.ValueBytes) : e.Value)}";
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("umläut")]
    [InlineData("colon:")]
    public void Keys_with_other_characters_are_refused(string key) => Assert.Throws<ArgumentException>(() => new Metadata { { key, "v" } });

    [Fact]
    public void Suffix_and_kind_of_value_must_agree()
    {
        Assert.Throws<ArgumentException>(() => new Metadata { { "key-bin", "text" } });
        Assert.Throws<ArgumentException>(() => new Metadata { { "key", [1] } });
        Assert.Throws<InvalidOperationException>(() => new Metadata.Entry("key-bin", [1]).Value);
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("key", "value"));
    }

    [Fact]
    public void Last_entry_of_a_key_is_got_and_all_are_found_whatever_the_case()
    {
        var metadata = new Metadata { { "Key", "1" }, { "key", "2" } };
        Assert.Equal("2", metadata.GetValue("KEY"));
        Assert.Equal(["1", "2"], metadata.GetAll("kEy").Select(e => e.Value));
        Assert.Null(metadata.Get("other"));
    }

    [Fact]
    public async Task Text_that_is_not_printable_ASCII_is_not_sent()
    {
        await using var server = await ProbeServer.StartAsync();
        var call = server.Client().UnaryAsync(new Ask(), new Metadata { { "x-text", "ü" } });
        Assert.Equal(StatusCode.Internal, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
    }

    [Fact]
    public async Task Response_headers_are_there_before_the_first_message()
    {
        await using var server = await ProbeServer.StartAsync(map: app => Microsoft.AspNetCore.Builder.GrpcEndpointRouteBuilderExtensions.MapGrpcService<HeadersFirst>(app));
        using var call = server.Client().Chat();
        Assert.Equal("now", (await call.ResponseHeadersAsync.WaitAsync(Patience.Limit)).GetValue("x-first"));
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Patience.Token));
        Assert.Equal("Response headers can only be sent once per call.", call.GetTrailers().GetValue("x-second"));
        Assert.Equal(["1", "2"], call.GetTrailers().GetAll("x-twice").Select(e => e.Value));
    }

    [Fact]
    public async Task Context_tells_method_authority_and_peer()
    {
        await using var server = await ProbeServer.StartAsync();
        var answer = await server.Client().UnaryAsync(new Ask { Text = "context" });
        Assert.Equal($"/grpc.embedded.tests.Probe/Unary|{server.Address.Authority}|ipv4|False|", answer.Text);
    }

    private sealed class HeadersFirst : Probe.ProbeBase
    {
        public override async Task Chat(IAsyncStreamReader<Ask> requestStream, IServerStreamWriter<Answer> responseStream, ServerCallContext context)
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "x-first", "now" } });
            var e = await Assert.ThrowsAsync<InvalidOperationException>(() => context.WriteResponseHeadersAsync([]));
            context.ResponseTrailers.Add("x-second", e.Message);
            context.ResponseTrailers.Add("x-twice", "1");
            context.ResponseTrailers.Add("x-twice", "2");
            Assert.False(await requestStream.MoveNext(context.CancellationToken));
        }
    }
}
