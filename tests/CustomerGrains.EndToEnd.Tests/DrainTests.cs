using System.Diagnostics;
using CustomerGrains.EndToEnd.Tests.Support;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Reflection.V1;
using Xunit.Abstractions;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace CustomerGrains.EndToEnd.Tests;

/// <summary>SIGTERM while everything is open that can be.</summary>
public sealed class DrainTests(ITestOutputHelper output)
{
    private const int Streams = 4;
    private const int Batches = 30;

    /// <summary>Only a hang comes to it; open calls alone would be given as long as this by the server.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_server_with_open_streams_answers_what_is_under_way_and_ends_within_seconds()
    {
        using var scratch = new Scratch();
        var directory = scratch.PathOf("store");
        using var server = await CliProcess.ServeAsync(directory, "http://127.0.0.1:0", "--clock", "stream", "--shutdown-seconds", "600");
        using var channel = GrpcChannel.ForAddress(server.Addresses[0]);
        using var deadline = new CancellationTokenSource(Limit);
        using var watch = new Health.HealthClient(channel).Watch(new HealthCheckRequest(), cancellationToken: deadline.Token);
        Assert.True(await watch.ResponseStream.MoveNext(deadline.Token));
        Assert.Equal(ServingStatus.Serving, watch.ResponseStream.Current.Status);
        using var reflection = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo(cancellationToken: deadline.Token);
        var feeds = new List<AsyncDuplexStreamingCall<PublishRequest, PublishResponse>>();
        for (var i = 0; i < Streams; i++) feeds.Add(await OpenAsync(channel, i, deadline.Token));
        using var idle = await OpenAsync(channel, Streams, deadline.Token);
        // Sent and not answered yet, when the server hears that it has to stop.
        foreach (var feed in feeds)
            for (var n = 1UL; n <= Batches; n++) await feed.RequestStream.WriteAsync(new PublishRequest { Batch = Batch(n) });

        var clock = Stopwatch.StartNew();
        var exitCode = server.TerminateAsync();
        var answered = new List<int>();
        foreach (var feed in feeds) answered.Add(await AnswersAsync(feed, deadline.Token));
        Assert.Equal(0, await AnswersAsync(idle, deadline.Token));
        Assert.True(await watch.ResponseStream.MoveNext(deadline.Token));
        Assert.Equal(ServingStatus.NotServing, watch.ResponseStream.Current.Status);
        await UnavailableAsync(watch.ResponseStream, deadline.Token);
        await UnavailableAsync(reflection.ResponseStream, deadline.Token);
        Assert.Equal(0, await exitCode.WaitAsync(deadline.Token));
        output.WriteLine($"ended {clock.Elapsed.TotalSeconds:0.00} s after SIGTERM, with {Streams + 1} feeds, a watch and a reflection stream open; answers: {string.Join(", ", answered)} of {Batches} each");

        // What was answered is there; what was not is either there or not begun, and is sent again from where the server says.
        using var again = await CliProcess.ServeAsync(directory, "http://127.0.0.1:0", "--clock", "stream");
        using var second = GrpcChannel.ForAddress(again.Addresses[0]);
        for (var i = 0; i < Streams; i++)
        {
            using var feed = new UsageFeed.UsageFeedClient(second).Publish(cancellationToken: deadline.Token);
            var complete = await OpenedAsync(feed, i, deadline.Token);
            Assert.True(complete >= (ulong)answered[i], $"Stream {i}: {answered[i]} batches were acknowledged, and {complete} are there.");
        }
        Assert.Equal(0, await again.TerminateAsync());
    }

    private static async Task<AsyncDuplexStreamingCall<PublishRequest, PublishResponse>> OpenAsync(GrpcChannel channel, int number, CancellationToken cancellationToken)
    {
        var call = new UsageFeed.UsageFeedClient(channel).Publish(cancellationToken: cancellationToken);
        await OpenedAsync(call, number, cancellationToken);
        return call;
    }

    private static async Task<ulong> OpenedAsync(AsyncDuplexStreamingCall<PublishRequest, PublishResponse> call, int number, CancellationToken cancellationToken)
    {
        await call.RequestStream.WriteAsync(new PublishRequest { Open = new OpenStream { Source = "drain", Stream = $"stream-{number}" } });
        Assert.True(await call.ResponseStream.MoveNext(cancellationToken));
        return call.ResponseStream.Current.Opened.LastComplete;
    }

    private static UsageBatch Batch(ulong sequence) => new()
    {
        Sequence = sequence,
        Records =
        {
            Enumerable.Range(0, 1_000).Select(i => new UsageRecord
            {
                Id = $"{sequence}-{i}", RecordType = 0, Msisdn = "8613900000001", StartTime = new Timestamp { Seconds = 1_767_225_600 }, DurationSeconds = 1,
            }),
        },
    };

    /// <summary>Batches answered before the stream ended with UNAVAILABLE.</summary>
    private static async Task<int> AnswersAsync(AsyncDuplexStreamingCall<PublishRequest, PublishResponse> call, CancellationToken cancellationToken)
    {
        var answers = 0;
        var end = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            for (; await call.ResponseStream.MoveNext(cancellationToken); answers++) Assert.Equal(PublishResponse.ResponseOneofCase.Ack, call.ResponseStream.Current.ResponseCase);
        });
        Assert.Equal(StatusCode.Unavailable, end.StatusCode);
        Assert.Contains("open the stream again", end.Status.Detail, StringComparison.Ordinal);
        call.Dispose();
        return answers;
    }

    private static async Task UnavailableAsync<T>(IAsyncStreamReader<T> responses, CancellationToken cancellationToken) =>
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => responses.MoveNext(cancellationToken))).StatusCode);
}
