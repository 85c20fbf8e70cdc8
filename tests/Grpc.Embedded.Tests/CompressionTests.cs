using System.IO.Compression;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Embedded.Tests;

public sealed class CompressionTests
{
    private static readonly ByteString Zeros = UnsafeByteOperations.UnsafeWrap(new byte[100_000]);

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Both_directions_can_be_compressed(string encoding)
    {
        await using var server = await ProbeServer.StartAsync(o =>
        {
            o.ResponseCompressionAlgorithm = encoding;
            o.ResponseCompressionLevel = CompressionLevel.SmallestSize;
        });
        var headers = new Metadata { { "grpc-internal-encoding-request", encoding } };
        using var call = server.Client().UnaryAsync(new Ask { Data = Zeros }, headers);
        Assert.Equal(Zeros, (await call).Data);
        using var stream = server.Client().Chat(headers);
        for (var i = 0; i < 3; i++)
        {
            await stream.RequestStream.WriteAsync(new Ask { Data = Zeros });
            Assert.True(await stream.ResponseStream.MoveNext(Patience.Token));
            Assert.Equal(Zeros, stream.ResponseStream.Current.Data);
        }
    }

    [Fact]
    public async Task Response_is_compressed_on_the_wire_only_for_callers_that_accept_it()
    {
        await using var server = await ProbeServer.StartAsync(o => o.ResponseCompressionAlgorithm = "gzip");
        using var client = new RawClient(server.Address);
        var ask = RawClient.Frame(new Ask { Data = Zeros });
        var packed = await client.SendAsync("Unary", ask, ("grpc-accept-encoding", "identity, gzip"));
        Assert.Equal(("gzip", 1, true), (packed.Headers["grpc-encoding"], packed.Body[0], packed.Body.Length < 1000));
        var plain = await client.SendAsync("Unary", ask, ("grpc-accept-encoding", "identity,br"));
        Assert.Equal((false, 0), (plain.Headers.ContainsKey("grpc-encoding"), plain.Body[0]));
    }

    [Fact]
    public async Task Request_is_understood_however_it_is_packed()
    {
        await using var server = await ProbeServer.StartAsync();
        using var client = new RawClient(server.Address);
        var packed = Pack(new Ask { Text = "packed" }.ToByteArray());
        var response = await client.SendAsync("Unary", RawClient.Frame(packed, flag: 1), ("grpc-encoding", "gzip"));
        Assert.Equal("packed", Answer.Parser.ParseFrom(response.Body.AsSpan(5)).Text);
        // A message that is not packed may come all the same.
        Assert.Equal("0", (await client.SendAsync("Unary", RawClient.Frame(new Ask()), ("grpc-encoding", "gzip"))).Status);
    }

    [Fact]
    public async Task Empty_message_is_understood_packed_and_unpacked()
    {
        await using var server = await ProbeServer.StartAsync(o => o.ResponseCompressionAlgorithm = "gzip");
        using var client = new RawClient(server.Address);
        foreach (var packed in new[] { [], Pack([]) })
        {
            var response = await client.SendAsync("Unary", RawClient.Frame(packed, flag: 1), ("grpc-encoding", "gzip"), ("grpc-accept-encoding", "gzip"));
            Assert.Equal(("0", HostDifferences.EmptyMessage), (response.Status, Convert.ToHexString(response.Body)));
        }
    }

    [Fact]
    public async Task Unknown_encoding_is_unimplemented_and_the_known_ones_are_named()
    {
        await using var server = await ProbeServer.StartAsync();
        using var client = new RawClient(server.Address);
        var response = await client.SendAsync("Unary", RawClient.Frame([1, 2, 3], flag: 1), ("grpc-encoding", "snappy"));
        Assert.Equal(("12", "identity,gzip,deflate"), (response.Status, response.Headers["grpc-accept-encoding"]));
        response = await client.SendAsync("Unary", RawClient.Frame([1, 2, 3], flag: 1), ("grpc-encoding", "identity"));
        Assert.Equal("13", response.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Damaged_compression_fails_its_call(bool isTruncated)
    {
        await using var server = await ProbeServer.StartAsync();
        using var client = new RawClient(server.Address);
        var packed = Pack(new byte[10_000]);
        var damaged = isTruncated ? packed[..(packed.Length / 2)] : [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        server.MayLogErrors = HostDifferences.LogsCallersFaults;
        var expected = isTruncated ? HostDifferences.TruncatedCompression : HostDifferences.Unparsable(StatusCode.Internal);
        Assert.Equal($"{(int)expected}", (await client.SendAsync("Unary", RawClient.Frame(damaged, flag: 1), ("grpc-encoding", "gzip"))).Status);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Compressed_message_is_taken_whole_or_not_at_all(string encoding)
    {
        await using var server = await ProbeServer.StartAsync();
        server.MayLogErrors = HostDifferences.LogsCallersFaults;
        using var client = new RawClient(server.Address);
        var message = new Ask { Text = "cut", Data = ByteString.CopyFrom(new byte[40]) }.ToByteArray();
        var packed = Pack(message, encoding);
        for (var length = 1; length < packed.Length; length++)
        {
            var status = (await client.SendAsync("Unary", RawClient.Frame(packed[..length], flag: 1), ("grpc-encoding", encoding))).Status;
            Assert.True(status == "13" || HostDifferences.TruncatedCompression == StatusCode.OK, $"{length} of {packed.Length} bytes: {status}");
        }
        Assert.Equal("0", (await client.SendAsync("Unary", RawClient.Frame(packed, flag: 1), ("grpc-encoding", encoding))).Status);
    }

    [Fact]
    public async Task Small_message_that_unpacks_beyond_the_limit_is_refused()
    {
        await using var server = await ProbeServer.StartAsync();
        using var client = new RawClient(server.Address);
        var bomb = Pack(new byte[50_000_000]);
        Assert.True(bomb.Length < 300_000);
        Assert.Equal("8", (await client.SendAsync("Unary", RawClient.Frame(bomb, flag: 1), ("grpc-encoding", "gzip"))).Status);
    }

    [Fact]
    public async Task Single_messages_can_be_left_unpacked()
    {
        await using var server = await ProbeServer.StartAsync(map: app => Microsoft.AspNetCore.Builder.GrpcEndpointRouteBuilderExtensions.MapGrpcService<Mixed>(app));
        using var client = new RawClient(server.Address);
        var response = await client.SendAsync("Expand", RawClient.Frame(new Ask()), ("grpc-accept-encoding", "gzip"));
        Assert.Equal("gzip", response.Headers["grpc-encoding"]);
        Assert.Equal(0, response.Body[0]);
        var second = RawClient.Frame(new Answer { Text = "plain" }).Length;
        Assert.Equal(1, response.Body[second]);
    }

    [Fact]
    public async Task Algorithm_without_a_provider_is_refused_at_start() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => ProbeServer.StartAsync(o => o.ResponseCompressionAlgorithm = "snappy"));

    [Fact]
    public async Task Own_providers_are_used()
    {
        await using var server = await ProbeServer.StartAsync(o => o.CompressionProviders.Add(new Brotli()));
        using var call = server.Client(o => o.CompressionProviders = [new Brotli()])
            .UnaryAsync(new Ask { Text = "own" }, new Metadata { { "grpc-internal-encoding-request", "own" } });
        Assert.Equal("own", (await call).Text);
    }

    private static byte[] Pack(byte[] bytes, string encoding = "gzip")
    {
        using var packed = new MemoryStream();
        using (Stream stream = encoding == "gzip" ? new GZipStream(packed, CompressionLevel.SmallestSize) : new ZLibStream(packed, CompressionLevel.SmallestSize)) stream.Write(bytes);
        return packed.ToArray();
    }

    private sealed class Mixed : Probe.ProbeBase
    {
        public override async Task Expand(Ask request, IServerStreamWriter<Answer> responseStream, ServerCallContext context)
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "grpc-internal-encoding-request", "gzip" } });
            responseStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
            await responseStream.WriteAsync(new Answer { Text = "plain" });
            responseStream.WriteOptions = null;
            await responseStream.WriteAsync(new Answer { Text = "packed" });
        }
    }

    private sealed class Brotli : ICompressionProvider
    {
        public string EncodingName => "own";

        public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) => new BrotliStream(stream, CompressionLevel.Fastest, leaveOpen: true);

        public Stream CreateDecompressionStream(Stream stream) => new BrotliStream(stream, CompressionMode.Decompress, leaveOpen: true);
    }
}
