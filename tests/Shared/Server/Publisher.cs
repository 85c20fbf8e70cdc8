using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CustomerGrains.Tests;

/// <summary>One session of a stream, by the generated client: what any other language's client would send.</summary>
public sealed class Publisher : IDisposable
{
    private readonly AsyncDuplexStreamingCall<PublishRequest, PublishResponse> _call;

    private Publisher(AsyncDuplexStreamingCall<PublishRequest, PublishResponse> call) => _call = call;

    public StreamOpened Opened { get; private set; } = null!;

    public static Task<Publisher> OpenAsync(TestServer server, string source = "mediation", string stream = "file-1", ulong? number = null) =>
        OpenAsync(server.Feed, source, stream, number);

    public static async Task<Publisher> OpenAsync(UsageFeed.UsageFeedClient feed, string source, string stream, ulong? number = null)
    {
        var publisher = new Publisher(feed.Publish());
        var open = new OpenStream { Source = source, Stream = stream };
        if (number is { } n) open.SourceSequence = n;
        await publisher._call.RequestStream.WriteAsync(new PublishRequest { Open = open });
        publisher.Opened = (await publisher.ReadAsync()).Opened;
        return publisher;
    }

    public Task SendAsync(UsageBatch batch) => _call.RequestStream.WriteAsync(new PublishRequest { Batch = batch });

    public async Task<BatchAck> PublishAsync(UsageBatch batch)
    {
        await SendAsync(batch);
        return (await ReadAsync()).Ack;
    }

    public async Task<StreamClosed> CloseAsync()
    {
        await _call.RequestStream.WriteAsync(new PublishRequest { Close = new CloseStream() });
        return (await ReadAsync()).Closed;
    }

    public async Task<PublishResponse> ReadAsync()
    {
        Assert.True(await _call.ResponseStream.MoveNext(CancellationToken.None), "The server ended the call.");
        return _call.ResponseStream.Current;
    }

    /// <summary>The status the call ends with instead of an answer.</summary>
    public async Task<RpcException> FailureAsync() => await Assert.ThrowsAsync<RpcException>(ReadAsync);

    public void Dispose() => _call.Dispose();

    public static UsageBatch Batch(ulong sequence, params UsageRecord[] records) => new() { Sequence = sequence, Records = { records } };

    /// <summary>A call by subscriber i.</summary>
    public static UsageRecord Call(string id, int i, int seconds = 60, double hours = 0) => new()
    {
        Id = id,
        RecordType = 0,
        Msisdn = TestServer.NumberOf(i),
        OtherParty = "8613700000000",
        StartTime = Timestamp.FromDateTimeOffset(TestServer.Epoch.AddHours(hours)),
        DurationSeconds = (ulong)seconds,
    };
}
