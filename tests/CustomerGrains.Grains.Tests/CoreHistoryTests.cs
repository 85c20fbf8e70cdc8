using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Time;
using CustomerGrains.Domain.Usage;
using CustomerGrains.Grains.Sources;
using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Storage;
using CustomerGrains.Storage.Log;
using CustomerGrains.Storage.Sqlite;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using static CustomerGrains.Tests.Publisher;
using UsageRecord = CustomerGrains.Domain.Usage.UsageRecord;

namespace CustomerGrains.Grains.Tests;

/// <summary>The histories of the core protocol that involve more than the log (src/README.md, "The core"): each goes wrong without
/// its rule.</summary>
public sealed class CoreHistoryTests
{
    /// <summary>Rule 15: the number says s1 holds it, and the process dies before s1 is told.</summary>
    [Fact]
    public async Task An_effect_that_was_open_at_a_crash_is_delivered_after_it()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(2);
        await server.StopAsync();
        var number = Packed(500);
        await AppendAsync(server.DataDirectory, EntityKey.Of(EntityKinds.Number, number.EntityId), (entry, key, version) =>
        {
            var body = new ByteWriter();
            Domain.Numbers.NumberAssignment.Write(body, new Domain.Numbers.NumberAssignment(number, 0, Domain.Numbers.NumberAssignment.Forever, "s1", 1));
            var cause = new ByteWriter();
            new CommandCause("", "").WriteTo(cause);
            entry.Begin(key, version, 1, 0, CauseKind.Command, cause.Written, 1, 1);
            entry.Fact(FactKind.NumberAssigned, Domain.Facts.Outcome.Applied, body.Written);
            entry.Effect(EntityKey.Of(EntityKinds.Subscriber, "s1").ToUtf8(), FactKind.NumberAssigned, body.Written);
        });

        await server.RestartAsync();
        using var feed = await OpenAsync(server);
        Assert.Equal(1u, (await feed.PublishAsync(Batch(1, Call("a", 500)))).Applied);

        Assert.Equal((1UL, 60UL), await server.VoiceAsync(1));
        Assert.Contains((await server.GetAsync(1)).Numbers, n => n.Msisdn == TestServer.NumberOf(500));
    }

    /// <summary>Rule 18: the slices are durable, the process dies before the batch is complete.</summary>
    [Fact]
    public async Task A_batch_cut_between_slices_and_completion_is_completed_by_its_resend()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        var batch = Batch(1, Call("a", 0, 30), Call("b", 0, 40));
        await BeginAndApplyAsync(server, batch, subscriber: "s0");
        await server.RestartAsync();
        Assert.Equal((2UL, 70UL), await server.VoiceAsync(0));

        using var feed = await OpenAsync(server);
        Assert.Equal(0UL, feed.Opened.LastComplete);
        var ack = await feed.PublishAsync(batch);

        Assert.Equal((2u, 2u, false), (ack.Received, ack.Applied, ack.Replayed));
        Assert.Equal((2UL, 70UL), await server.VoiceAsync(0));
        var source = await server.Feed.GetSourceAsync(new GetSourceRequest { Source = "mediation" });
        Assert.Equal(2UL, source.Total.Applied);
    }

    /// <summary>Rule 19: slices durable at s0, crash, the number is moved to s1 with an earlier date, the resend comes.</summary>
    [Fact]
    public async Task A_resend_resolves_numbers_as_of_the_first_time()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(2);
        var batch = Batch(1, Call("a", 0));
        await BeginAndApplyAsync(server, batch, subscriber: "s0");
        await server.RestartAsync();
        await server.Directory.AssignNumberAsync(new AssignNumberRequest
        {
            Msisdn = TestServer.NumberOf(0),
            SubscriberId = "s1",
            StartTime = Timestamp.FromDateTimeOffset(TestServer.Epoch.AddDays(-1)),
        });

        using var feed = await OpenAsync(server);
        Assert.Equal(1u, (await feed.PublishAsync(batch)).Applied);
        Assert.Equal(1u, (await feed.PublishAsync(Batch(2, Call("b", 0)))).Applied);

        Assert.Equal((1UL, 60UL), await server.VoiceAsync(0));
        Assert.Equal((1UL, 60UL), await server.VoiceAsync(1));
    }

    /// <summary>Rule 20: a slice's call times out and runs at last, after its retry was applied and its outcome forgotten.</summary>
    [Fact]
    public async Task A_slice_that_runs_late_changes_nothing()
    {
        await using var server = await TestServer.StartAsync(strict: false);
        await server.RegisterAsync(1);
        var grain = server.Grains.GetGrain<ISubscriberGrain>("s0");
        var stamp = server.Services.GetRequiredService<IBusinessClock>().Stamp();
        var first = Slice(new SliceCause(1, 1, 1, 1, 0), stamp, Record("a"));

        Assert.True((await grain.Apply(first)).Verdicts.IsEmpty);
        Assert.True((await grain.Apply(first)).Verdicts.IsEmpty);
        Assert.True((await grain.Apply(Slice(new SliceCause(1, 1, 1, 2, 1), stamp, Record("b")))).Verdicts.IsEmpty);
        var late = await grain.Apply(first);

        Assert.Equal((byte)RecordVerdict.Replayed, late.Verdicts.Span[0]);
        var ofClosedStream = await grain.Apply(Slice(new SliceCause(1, 2, 2, 1, 0), stamp, Record("c")));
        Assert.True(ofClosedStream.Verdicts.IsEmpty);
        Assert.Equal((byte)RecordVerdict.Replayed, (await grain.Apply(Slice(new SliceCause(1, 2, 1, 3, 1), stamp, Record("d")))).Verdicts.Span[0]);
        Assert.Equal((3UL, 180UL), await server.VoiceAsync(0));
    }

    /// <summary>Rule 1: a record that cannot be judged is rejected, durably and for good, and its neighbours go on.</summary>
    [Fact]
    public async Task A_record_that_cannot_be_judged_does_not_stop_its_batch()
    {
        await using var server = await TestServer.StartAsync(strict: false);
        await server.RegisterAsync(1);
        var grain = server.Grains.GetGrain<ISubscriberGrain>("s0");
        var stamp = server.Services.GetRequiredService<IBusinessClock>().Stamp();
        var slice = Slice(new SliceCause(1, 1, 1, 1, 0), stamp, Record("a"), [1, 200, 1], Record("b"));

        var first = await grain.Apply(slice);
        var again = await grain.Apply(slice);

        byte[] expected = [1, 0, 4, (byte)Domain.Facts.RejectReason.Internal, 1, 0];
        Assert.Equal(expected, first.Verdicts.ToArray());
        Assert.Equal(expected, again.Verdicts.ToArray());
        Assert.Equal((2UL, 120UL), await server.VoiceAsync(0));
        await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
    }

    /// <summary>A request that changed nothing is remembered too: sent again late, it does not undo what came between.</summary>
    [Fact]
    public async Task A_request_sent_again_does_not_undo_a_later_one()
    {
        await using var server = await TestServer.StartAsync();
        var first = TestServer.Registration(0);
        await server.Directory.RegisterSubscriberAsync(first);
        first.RequestId = "r1";
        await server.Directory.RegisterSubscriberAsync(first);
        var second = TestServer.Registration(0);
        (second.Plan, second.RequestId) = ("plan-b", "r2");
        await server.Directory.RegisterSubscriberAsync(second);

        await server.Directory.RegisterSubscriberAsync(first);

        Assert.Equal("plan-b", (await server.GetAsync(0)).Plan);
    }

    /// <summary>Rules 5 and 6: commits fail under load. Nothing that was not on disk is acknowledged, nothing that was is lost.</summary>
    [Fact]
    public async Task Failing_commits_lose_and_double_nothing()
    {
        var failing = 0;
        await using var server = await TestServer.StartAsync(options => options with
        {
            Fault = point =>
            {
                if (point == FaultPoint.InCommit && Interlocked.Decrement(ref failing) >= 0) throw new IOException("The disk is full (a test says so).");
            },
        });
        server.ExpectErrors("The disk is full (a test says so).");
        server.ExpectErrors("commit");
        await server.RegisterAsync(20);
        var acknowledged = 0UL;
        var sent = 1UL;
        while (sent <= 60)
        {
            try
            {
                using var feed = await OpenAsync(server);
                for (sent = feed.Opened.LastComplete + 1; sent <= 60; sent++)
                {
                    if (sent % 7 == 3) Volatile.Write(ref failing, 2);
                    var n = sent;
                    acknowledged += (await feed.PublishAsync(Batch(n, [.. Enumerable.Range(0, 20).Select(i => Call($"{n}-{i}", i, 1))]))).Applied;
                }
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.ResourceExhausted or StatusCode.Unavailable)
            {
                // The session ended; the next one goes on behind what is complete.
            }
        }

        Assert.True(acknowledged <= 60 * 20, "More was acknowledged than sent.");
        for (var i = 0; i < 20; i++) Assert.Equal((60UL, 60UL), await server.VoiceAsync(i));
        var source = await server.Feed.GetSourceAsync(new GetSourceRequest { Source = "mediation" });
        Assert.Equal((1200UL, 1200UL), (source.Total.Received, source.Total.Applied));
        await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
        await server.RestartAsync();
        for (var i = 0; i < 20; i++) Assert.Equal((60UL, 60UL), await server.VoiceAsync(i));
    }

    /// <summary>Rule 5, with many batches of one stream under way: a batch whose beginning is lost takes those begun behind it with
    /// it, and none of them may be refused for good.</summary>
    [Fact]
    public async Task A_lost_commit_under_many_batches_refuses_none_of_them()
    {
        const ulong Batches = 60;
        var failing = 0;
        await using var server = await TestServer.StartAsync(options => options with
        {
            Fault = point =>
            {
                if (point == FaultPoint.InCommit && Interlocked.Decrement(ref failing) >= 0) throw new IOException("The disk is full (a test says so).");
            },
        });
        server.ExpectErrors("The disk is full (a test says so).");
        server.ExpectErrors("commit");
        await server.RegisterAsync(1);
        var complete = 0UL;
        while (complete < Batches)
        {
            try
            {
                using var feed = await OpenAsync(server);
                complete = feed.Opened.LastComplete;
                var sent = complete;
                var answered = 0UL;
                while (complete + answered < Batches)
                {
                    // The window is kept full, and commits fail whenever it has gone on a little.
                    for (; sent < Math.Min(Batches, complete + answered + 16); sent++) await feed.SendAsync(Batch(sent + 1, Call($"{sent + 1}", 0, 1)));
                    await feed.ReadAsync();
                    if (++answered % 5 == 0) Volatile.Write(ref failing, 2);
                }
                complete += answered;
            }
            catch (RpcException e)
            {
                Assert.True(e.StatusCode is StatusCode.ResourceExhausted or StatusCode.Unavailable, e.ToString());
            }
        }

        Assert.Equal((Batches, Batches), await server.VoiceAsync(0));
        await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
    }

    /// <summary>Everything of a batch but its completion, as the service does it, durably.</summary>
    private static async Task BeginAndApplyAsync(TestServer server, UsageBatch batch, string subscriber)
    {
        var log = server.Services.GetRequiredService<IFactLog>();
        var calls = server.Services.GetRequiredService<Server.Calls.GrainCalls>();
        var source = server.Grains.GetGrain<ISourceGrain>("mediation");
        var frame = Server.Feed.PublishFrameReader.Read(new System.Buffers.ReadOnlySequence<byte>(Google.Protobuf.MessageExtensions.ToByteArray(new PublishRequest { Batch = batch })));
        var digest = frame.Batch!.Digest();
        var open = await calls.RetryAsync(() => source.Open("file-1", 77), CancellationToken.None);
        var begun = await calls.RetryAsync(() => source.Begin(new BeginCommand(open.Ordinal, open.Session, 1, (ulong)(digest >> 64), (ulong)digest, 20_000)).AsTask(), CancellationToken.None);
        Assert.Equal(CommitOutcome.Durable, await log.WaitAsync(begun.Ticket, begun.Ticket, CancellationToken.None));
        var records = frame.Batch.Records.ToArray().Select(r => frame.Batch.BytesOf(r).ToArray()).ToArray();
        var slice = Slice(new SliceCause(open.Source, begun.LowestOpen, open.Ordinal, 1, 0), begun.FirstSeen, records);
        var receipt = await calls.RetryAsync(() => server.Grains.GetGrain<ISubscriberGrain>(subscriber).Apply(slice).AsTask(), CancellationToken.None);
        Assert.True(receipt.Verdicts.IsEmpty);
        Assert.Equal(CommitOutcome.Durable, await log.WaitAsync(receipt.Ticket, receipt.Ticket, CancellationToken.None));
    }

    private static byte[] Slice(SliceCause cause, long firstSeen, params byte[][] records)
    {
        var writer = new ByteWriter();
        SliceWriter.Begin(writer, cause, firstSeen, records.Length);
        for (var i = 0; i < records.Length; i++) SliceWriter.Record(writer, i, 0, records[i]);
        return writer.ToArray();
    }

    private static byte[] Record(string id)
    {
        var writer = new ByteWriter();
        new UsageRecord
        {
            Id = System.Text.Encoding.UTF8.GetBytes(id),
            Served = Packed(0),
            StartTime = TestServer.Epoch.ToUnixTimeSeconds(),
            Service = ServiceKind.Voice,
            Direction = UsageDirection.Outgoing,
            Duration = 60,
            Present = UsageFields.Duration,
        }.WriteTo(writer);
        return writer.ToArray();
    }

    private static PackedNumber Packed(int i) => PackedNumber.TryParse(NumberKind.Msisdn, TestServer.NumberOf(i), out var number) ? number : throw new ArgumentException("Not a number.", nameof(i));

    private delegate void WriteEntry(EntryWriter entry, ReadOnlySpan<byte> key, long version);

    /// <summary>Puts an entry into a store that no server has open.</summary>
    private static Task AppendAsync(string directory, EntityKey key, WriteEntry write) => StoreEntries.AppendAsync(directory, key, (entry, state) =>
    {
        write(entry, key.ToUtf8(), state.Version + 1);
        return entry.End().ToArray();
    });
}
