using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CustomerGrains.Interop.Tests.Clients.DotNet;

/// <summary>The product's own services, as call-centre software and mediation use them.</summary>
internal static class ProductFeatures
{
    private const string Source = "interop";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    public static IReadOnlyDictionary<string, Func<Run, Task>> All { get; } = new Dictionary<string, Func<Run, Task>>
    {
        ["register, find and get a subscriber"] = RegisterAsync,
        ["usage published, acknowledged, and in the answer"] = PublishAsync,
        ["batch sent again is replayed"] = ReplayedAsync,
        ["bad record is answered alone"] = BadRecordAsync,
        ["newer session supersedes"] = SupersededAsync,
        ["source reconciles"] = ReconcilesAsync,
    };

    private static async Task RegisterAsync(Run run)
    {
        var (subscriber, msisdn) = await RegisterAsync(run, 1);
        var subscribers = run.Connect().Subscribers;
        Assert.Equal(subscriber, (await subscribers.FindSubscriberAsync(new FindSubscriberRequest { Msisdn = msisdn })).SubscriberId);
        var found = await subscribers.GetSubscriberAsync(new GetSubscriberRequest { SubscriberId = subscriber });
        Assert.Equal(("standard", msisdn), (found.Plan, found.Numbers[0].Msisdn));
        await Run.Fails(StatusCode.NotFound, async () => await subscribers.FindSubscriberAsync(new FindSubscriberRequest { Msisdn = "447700000000" }));
    }

    private static async Task PublishAsync(Run run)
    {
        var (subscriber, msisdn) = await RegisterAsync(run, 2);
        using var session = await Session.OpenAsync(run.Connect().Feed, "usage");
        Assert.Equal(0u, session.Opened.LastComplete);
        for (var n = 1; n <= 20; n++) await session.SendAsync(n, [.. Enumerable.Range(0, 50).Select(i => Call(msisdn, $"usage-{n}-{i}", 60))]);
        var acks = new List<BatchAck>();
        while (acks.Count < 20) acks.Add(await session.AckAsync());
        Assert.Equal(Enumerable.Range(1, 20), acks.Select(a => (int)a.Sequence).Order());
        Assert.All(acks, a => Assert.Equal((50u, 50u, false), (a.Received, a.Applied, a.Replayed)));
        Assert.Equal((1000ul, 60_000ul), await VoiceAsync(run, subscriber));
        Assert.Equal(20u, await session.CloseAsync());
    }

    private static async Task ReplayedAsync(Run run)
    {
        var (subscriber, msisdn) = await RegisterAsync(run, 3);
        var feed = run.Connect().Feed;
        var record = Call(msisdn, "again-1", 61);
        using (var first = await Session.OpenAsync(feed, "again"))
        {
            await first.SendAsync(1, record);
            Assert.Equal(1u, (await first.AckAsync()).Applied);
            await first.EndAsync();
        }
        using var second = await Session.OpenAsync(feed, "again");
        Assert.Equal(1u, second.Opened.LastComplete);
        await second.SendAsync(1, record);
        var ack = await second.AckAsync();
        Assert.Equal((1ul, true, 1u, 1u), (ack.Sequence, ack.Replayed, ack.Received, ack.Applied));
        await second.EndAsync();
        Assert.Equal((1ul, 61ul), await VoiceAsync(run, subscriber));
    }

    private static async Task BadRecordAsync(Run run)
    {
        var (_, msisdn) = await RegisterAsync(run, 4);
        using var session = await Session.OpenAsync(run.Connect().Feed, "bad");
        await session.SendAsync(1, Call(msisdn, "bad-0", 10), Call("447700000000", "bad-1", 10), Call("12", "bad-2", 10), Call(msisdn, "bad-3", 10));
        var ack = await session.AckAsync();
        Assert.Equal((4u, 2u, 2u), (ack.Received, ack.Applied, ack.Rejected));
        Assert.Equal(
            [(1u, Outcome.Rejected, RejectReason.NumberNotHeld), (2u, Outcome.Rejected, RejectReason.InvalidNumber)],
            ack.Exceptions.Select(e => (e.Index, e.Outcome, e.Reason)));
        await session.EndAsync();
    }

    private static async Task SupersededAsync(Run run)
    {
        var (_, msisdn) = await RegisterAsync(run, 5);
        var feed = run.Connect().Feed;
        using var older = await Session.OpenAsync(feed, "taken-over");
        using var newer = await Session.OpenAsync(feed, "taken-over");
        await older.SendAsync(1, Call(msisdn, "taken-1", 10));
        await Run.Fails(StatusCode.Aborted, older.AckAsync);
        await newer.SendAsync(1, Call(msisdn, "taken-1", 10));
        Assert.Equal(1u, (await newer.AckAsync()).Applied);
        await newer.EndAsync();
    }

    private static async Task ReconcilesAsync(Run run)
    {
        var total = (await run.Connect().Feed.GetSourceAsync(new GetSourceRequest { Source = Source })).Total;
        Assert.Equal((23ul, 1006ul, 1004ul, 2ul), (total.Batches, total.Received, total.Applied, total.Rejected));
    }

    private static async Task<(string Subscriber, string Msisdn)> RegisterAsync(Run run, int index)
    {
        var (subscriber, msisdn) = ($"caller-{index}", $"4477000000{index}");
        await run.Connect().Directory.RegisterSubscriberAsync(new RegisterSubscriberRequest
        {
            SubscriberId = subscriber,
            ActivationTime = Timestamp.FromDateTimeOffset(Now.AddDays(-1)),
            Plan = "standard",
            Msisdns = { "+" + msisdn },
        });
        return (subscriber, msisdn);
    }

    private static UsageRecord Call(string msisdn, string id, uint seconds) => new()
    {
        Id = id,
        RecordType = 0,
        Msisdn = msisdn,
        OtherParty = "447700999999",
        StartTime = Timestamp.FromDateTimeOffset(Now.AddMinutes(-10)),
        DurationSeconds = seconds,
    };

    private static async Task<(ulong Count, ulong Seconds)> VoiceAsync(Run run, string subscriber)
    {
        var found = await run.Connect().Subscribers.GetSubscriberAsync(new GetSubscriberRequest { SubscriberId = subscriber });
        var total = Assert.Single(found.Days.SelectMany(d => d.Services), s => s.Service == Service.Voice && s.Direction == Direction.Outgoing);
        return (total.Count, total.DurationSeconds);
    }

    /// <summary>A session of one stream: opened, with batches numbered as the caller says.</summary>
    private sealed class Session : IDisposable
    {
        private readonly AsyncDuplexStreamingCall<PublishRequest, PublishResponse> _call;

        private Session(AsyncDuplexStreamingCall<PublishRequest, PublishResponse> call) => _call = call;

        public StreamOpened Opened { get; private set; } = null!;

        public static async Task<Session> OpenAsync(UsageFeed.UsageFeedClient feed, string stream)
        {
            var session = new Session(feed.Publish());
            await session._call.RequestStream.WriteAsync(new PublishRequest { Open = new OpenStream { Source = Source, Stream = stream } });
            session.Opened = (await session.ReadAsync()).Opened;
            return session;
        }

        public Task SendAsync(int sequence, params UsageRecord[] records) =>
            _call.RequestStream.WriteAsync(new PublishRequest { Batch = new UsageBatch { Sequence = (ulong)sequence, Records = { records } } });

        public async Task<BatchAck> AckAsync() => (await ReadAsync()).Ack;

        public Task EndAsync() => _call.RequestStream.CompleteAsync();

        public async Task<ulong> CloseAsync()
        {
            await _call.RequestStream.WriteAsync(new PublishRequest { Close = new CloseStream() });
            return (await ReadAsync()).Closed.Batches;
        }

        public void Dispose() => _call.Dispose();

        private async Task<PublishResponse> ReadAsync()
        {
            Assert.True(await _call.ResponseStream.MoveNext());
            return _call.ResponseStream.Current;
        }
    }
}
