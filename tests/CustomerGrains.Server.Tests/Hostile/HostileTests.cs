using CustomerGrains.Domain.Time;
using CustomerGrains.V1;
using Grpc.Core;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;
using static CustomerGrains.Server.Tests.Feed.Messages;

namespace CustomerGrains.Server.Tests.Hostile;

/// <summary>A hundred thousand records that no honest source would send, among good ones, through the whole server.</summary>
public sealed class HostileTests(ITestOutputHelper output)
{
    private const int Seed = 20260315;
    private const int HostileRecords = 100_000;
    private const int BatchSize = 1_000;
    private const int UnderWay = 8;

    /// <summary>How long all of it may take; only a hang comes to it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly DateTimeOffset Now = new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Publish as it is on the wire: requests are whatever bytes.</summary>
    private static readonly Method<byte[], PublishResponse> Publish = new(
        MethodType.DuplexStreaming,
        "customergrains.v1.UsageFeed",
        "Publish",
        Marshallers.Create(static bytes => bytes, static bytes => bytes),
        Marshallers.Create(static message => message.ToByteArray(), PublishResponse.Parser.ParseFrom));

    /// <summary>Every reason but those of business facts, which have tests of their own.</summary>
    private static IEnumerable<RejectReason> UsageReasons => Enum.GetValues<RejectReason>().Except(
        [RejectReason.Unspecified, RejectReason.Internal, RejectReason.NotRegistered, RejectReason.StatusDoesNotAllow, RejectReason.InvalidFact, RejectReason.TooManyHeld]);

    [Fact]
    public async Task Every_record_is_answered_once_for_the_right_reason_and_good_ones_count()
    {
        await using var server = await TestServer.StartAsync(builder: host => host.Services.AddSingleton<IBusinessClock>(new WallClock(new HeldNow(), 0)));
        await server.RegisterAsync(HostileGenerator.Subscribers);
        var registered = TestServer.Epoch.AddYears(-1).ToUnixTimeSeconds();
        var oracle = new RecordOracle(Enumerable.Range(0, HostileGenerator.Subscribers).ToDictionary(TestServer.NumberOf, _ => registered), Now.ToUnixTimeSeconds());
        var calls = new ulong[HostileGenerator.GoodSubscribers];
        var seconds = new ulong[HostileGenerator.GoodSubscribers];
        var batches = Batches(oracle, calls, seconds);
        var all = batches.SelectMany(static batch => batch).ToList();

        var verdicts = await SendAsync(server, batches);

        var answered = all.Zip(verdicts).ToList();
        Show(answered);
        Assert.Equal(all.Count, answered.Count);
        var wrong = answered.Where(static one => (one.First.Outcome, one.First.Reason) != one.Second).ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong verdicts, seed {Seed}, first: " + string.Join("; ", wrong.Take(5).Select(static one => $"{one.First.Kind}: {one.Second}, not {one.First.Outcome} {one.First.Reason}, {Convert.ToHexString(one.First.Bytes)}")));
        // INTERNAL is no answer to anything that can be sent.
        Assert.Equal(UsageReasons.Order(), all.Select(static one => one.Reason).Where(static reason => reason != RejectReason.Unspecified).Distinct().Order());

        await ReconcileAsync(server, all);
        for (var i = 0; i < HostileGenerator.GoodSubscribers; i++) Assert.Equal((calls[i], seconds[i]), await server.VoiceAsync(i));
    }

    /// <summary>Hostile records and, for each five of them, a good one; now and then one that came before.</summary>
    private static List<List<HostileRecord>> Batches(RecordOracle oracle, ulong[] calls, ulong[] seconds)
    {
        var random = new Random(Seed);
        var generator = new HostileGenerator(random, Now.ToUnixTimeSeconds(), oracle);
        var batches = new List<List<HostileRecord>> { new() };
        // Which of two is the first is settled only once the batch of one of them is answered.
        var settled = 0;
        var good = new List<(int Batch, byte[] Bytes)>();
        for (var hostile = 0; hostile < HostileRecords;)
        {
            if (batches[^1].Count == BatchSize) batches.Add([]);
            while (settled < good.Count && good[settled].Batch < batches.Count - 1 - UnderWay) settled++;
            var draw = random.Next(60);
            if (draw >= 10)
            {
                var record = generator.Next();
                Assert.True(oracle.Judge(record.Bytes) == record.Reason, $"{record.Kind} was made to be {record.Reason}, and is {oracle.Judge(record.Bytes)} by the rules: {Convert.ToHexString(record.Bytes)}");
                batches[^1].Add(record);
                hostile++;
            }
            else if (draw == 0 && settled > 0)
            {
                batches[^1].Add(generator.Again(good[random.Next(settled)].Bytes, changed: random.Next(2) == 0));
                hostile++;
            }
            else
            {
                var (record, subscriber, duration) = generator.Good();
                batches[^1].Add(record);
                good.Add((batches.Count - 1, record.Bytes));
                calls[subscriber]++;
                seconds[subscriber] += duration;
            }
        }

        return batches;
    }

    /// <summary>Sends the batches, a few at a time, and puts the answers in the records' order.</summary>
    private static async Task<List<(Outcome Outcome, RejectReason Reason)>> SendAsync(TestServer server, List<List<HostileRecord>> batches)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var call = server.Channel.CreateCallInvoker().AsyncDuplexStreamingCall(Publish, null, new CallOptions(cancellationToken: deadline.Token));
        await call.RequestStream.WriteAsync(new PublishRequest { Open = new OpenStream { Source = "mediation", Stream = "hostile" } }.ToByteArray());
        Assert.True(await call.ResponseStream.MoveNext(deadline.Token));
        using var room = new SemaphoreSlim(UnderWay);
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < batches.Count; i++)
            {
                await room.WaitAsync(deadline.Token);
                await call.RequestStream.WriteAsync(Field(2, [.. Varint(1, (ulong)i + 1), .. batches[i].SelectMany(static record => Field(2, record.Bytes))]));
            }
        });
        var answers = new (Outcome, RejectReason)[batches.Count][];
        for (var n = 0; n < batches.Count; n++)
        {
            Assert.True(await call.ResponseStream.MoveNext(deadline.Token), "The server ended the call.");
            var ack = call.ResponseStream.Current.Ack;
            room.Release();
            var index = (int)ack.Sequence - 1;
            Assert.Null(answers[index]);
            Assert.Equal(((uint)batches[index].Count, ack.Received), (ack.Received, ack.Applied + ack.Duplicate + ack.Conflict + ack.Rejected));
            answers[index] = [.. Enumerable.Repeat((Outcome.Applied, RejectReason.Unspecified), (int)ack.Received)];
            Assert.Equal(ack.Exceptions.Count, ack.Exceptions.Select(static one => one.Index).Distinct().Count());
            foreach (var exception in ack.Exceptions) answers[index][exception.Index] = (exception.Outcome, exception.Reason);
            Assert.Equal((int)ack.Applied, answers[index].Count(static one => one.Item1 == Outcome.Applied));
        }

        await sending;
        return [.. answers.SelectMany(static one => one)];
    }

    /// <summary>The source's own account, and every record that it keeps.</summary>
    private static async Task ReconcileAsync(TestServer server, List<HostileRecord> all)
    {
        ulong Count(Outcome outcome) => (ulong)all.Count(one => one.Outcome == outcome);
        var total = (await Rejects.ReconciledAsync(server)).Total;
        Assert.Equal(
            ((ulong)all.Count, Count(Outcome.Applied), Count(Outcome.Duplicate), Count(Outcome.Conflict), Count(Outcome.Rejected)),
            (total.Received, total.Applied, total.Duplicate, total.Conflict, total.Rejected));
        Assert.Equal((Count(Outcome.Rejected) + Count(Outcome.Conflict), 0UL), (total.Kept, total.NotKept));

        var listed = (await Rejects.ListAsync(server, pageSize: 1_000)).ToDictionary(static one => ((int)(one.Batch - 1) * BatchSize) + (int)one.Index, static one => (one.Outcome, one.Reason, HasRaw: one.ContentCase == RejectedRecord.ContentOneofCase.Raw, one.Raw));
        var expected = all.Index().Where(static one => one.Item.Outcome is Outcome.Rejected or Outcome.Conflict).ToList();
        Assert.Equal(expected.Count, listed.Count);
        foreach (var (index, record) in expected)
        {
            var kept = listed[index];
            Assert.Equal((record.Outcome, record.Reason), (kept.Outcome, kept.Reason));
            if (kept.HasRaw) Assert.Equal(record.Bytes.AsSpan(0, Math.Min(1_024, record.Bytes.Length)), kept.Raw.Span);
        }
    }

    private void Show(List<(HostileRecord First, (Outcome Outcome, RejectReason Reason) Second)> answered)
    {
        output.WriteLine($"{answered.Count:N0} records, {answered.Count(static one => one.First.Kind != "good"):N0} of them hostile, seed {Seed}");
        foreach (var row in answered.GroupBy(static one => (one.First.Kind, one.Second)).OrderBy(static row => row.Key.Second.Outcome).ThenBy(static row => row.Key.Second.Reason).ThenBy(static row => row.Key.Kind))
            output.WriteLine($"{row.Key.Kind,-40} {row.Key.Second.Outcome,-10} {(row.Key.Second.Reason == RejectReason.Unspecified ? "" : row.Key.Second.Reason),-18} {row.Count(),8:N0}");
    }

    /// <summary>The time that business time stands at.</summary>
    private sealed class HeldNow : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
