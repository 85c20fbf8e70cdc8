using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Sources;
using CustomerGrains.Domain.Usage;
using CustomerGrains.Grains.Sources;
using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Server.Calls;
using CustomerGrains.Storage;
using CustomerGrains.Storage.Log;
using CustomerGrains.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using static CustomerGrains.Tests.Publisher;
using static CustomerGrains.Tests.Rejects;
using Outcome = CustomerGrains.V1.Outcome;
using RedriveStatus = CustomerGrains.V1.RedriveStatus;
using RejectReason = CustomerGrains.V1.RejectReason;

namespace CustomerGrains.Grains.Tests;

/// <summary>A re-drive that is cut between any two of its steps: begun ▸ slices ▸ complete.</summary>
public sealed class RedriveHistoryTests
{
    private const string Request = "r1";

    [Fact]
    public async Task A_redrive_that_was_only_begun_is_finished_by_the_same_request()
    {
        await using var server = await RejectedAsync();
        await BeginAsync(server);
        await server.RestartAsync();

        var answer = await server.Feed.RedriveRejectedAsync(Again());

        Assert.Equal((2u, 2u), (answer.Tried, answer.Applied));
        await AssertAppliedOnceAsync(server);
        Assert.Equal(answer, await server.Feed.RedriveRejectedAsync(Again()));
        await AssertAppliedOnceAsync(server);
    }

    [Fact]
    public async Task A_redrive_that_was_only_begun_is_finished_by_another_request_which_finds_nothing_left()
    {
        await using var server = await RejectedAsync();
        await BeginAsync(server);
        await server.RestartAsync();
        Assert.Empty(await RedriveAsync(server));
        await AssertAppliedOnceAsync(server);
        Assert.Equal(2u, (await server.Feed.RedriveRejectedAsync(Again())).Applied);
    }

    [Fact]
    public async Task A_redrive_that_was_cut_is_carried_on_with_when_its_source_is_asked_or_opened()
    {
        await using var server = await RejectedAsync();
        await BeginAsync(server);
        await server.RestartAsync();
        Assert.True((await server.Feed.GetSourceAsync(new GetSourceRequest { Source = "mediation" })).Redriving);
        await FinishedAsync(server);
        await AssertAppliedOnceAsync(server);

        using (var feed = await OpenAsync(server, stream: "file-2")) await feed.PublishAsync(Batch(1, Call("d", 7, 1), Call("e", 9)));
        await BeginAsync(server, "r2", RedriveVerdict.Taken, "e");
        await server.RestartAsync();
        using (await OpenAsync(server, stream: "file-3")) await FinishedAsync(server);
        Assert.Equal(1UL, (await ReconciledAsync(server)).Total.Rejected);
    }

    [Fact]
    public async Task Slices_that_were_durable_before_the_cut_count_once()
    {
        await using var server = await RejectedAsync();
        var slice = await BeginAsync(server);
        await ApplyAsync(server, slice);
        Assert.Equal((2UL, 70UL), await server.VoiceAsync(7));
        Assert.Equal(2UL, (await ReconciledAsync(server)).Total.Rejected);
        await server.RestartAsync();

        Assert.Equal(2u, (await server.Feed.RedriveRejectedAsync(Again())).Applied);
        await AssertAppliedOnceAsync(server);
    }

    /// <summary>A slice's call times out and runs at last, after the re-drive was completed and others came.</summary>
    [Fact]
    public async Task A_slice_that_runs_late_changes_nothing()
    {
        await using var server = await RejectedAsync();
        var slice = await BeginAsync(server);
        Assert.Equal(2u, (await server.Feed.RedriveRejectedAsync(Again())).Applied);
        await ApplyAsync(server, slice);
        using (var feed = await OpenAsync(server)) await feed.CloseAsync();
        using (var feed = await OpenAsync(server, stream: "file-2")) await feed.PublishAsync(Batch(1, Call("z", 7, 0, hours: 100)));
        await ApplyAsync(server, slice);
        Assert.Equal((3UL, 70UL), await server.VoiceAsync(7));
    }

    /// <summary>Slices durable at s7, crash, the number is moved to s8 with an earlier date: it is theirs who held it at the beginning.</summary>
    [Fact]
    public async Task Numbers_are_resolved_as_of_the_beginning()
    {
        await using var server = await RejectedAsync();
        await server.Directory.RegisterSubscriberAsync(TestServer.Registration(8));
        var slice = await BeginAsync(server);
        await ApplyAsync(server, slice);
        await server.RestartAsync();
        // The way in asks nobody for the source, so that nothing is finished before the number moves.
        await server.Directory.AssignNumberAsync(new AssignNumberRequest { Msisdn = TestServer.NumberOf(7), SubscriberId = "s8", StartTime = Timestamp.FromDateTimeOffset(TestServer.Epoch.AddDays(-1)) });

        Assert.Equal(2u, (await server.Feed.RedriveRejectedAsync(Again())).Applied);

        Assert.Equal((2UL, 70UL), await server.VoiceAsync(7));
        Assert.Equal((0UL, 0UL), await server.VoiceAsync(8));
    }

    [Fact]
    public async Task A_completion_said_again_changes_nothing_and_what_was_selected_before_another_redrive_is_not_begun()
    {
        await using var server = await RejectedAsync();
        await server.Feed.RedriveRejectedAsync(Again());
        var source = server.Grains.GetGrain<ISourceGrain>("mediation");
        var writer = new ByteWriter();
        new RedriveCompleted(2, 1, [new Domain.Sources.RedriveResult(3, 0, 0, 0, Domain.Facts.Outcome.Applied, 0)]).WriteTo(writer);
        await Calls(server).RetryAsync(() => source.CompleteRedrive(2, writer.ToArray()).AsTask(), CancellationToken.None);
        var outdated = await Calls(server).RetryAsync(() => source.BeginRedrive(new RedriveCommand(0, "late", "", Items([]))).AsTask(), CancellationToken.None);
        Assert.Equal(Grains.Sources.RedriveStatus.Outdated, outdated.Status);
        await AssertAppliedOnceAsync(server);
    }

    /// <summary>Core rule 1: what was rejected because the server failed can be tried again under its first key.</summary>
    [Fact]
    public async Task A_record_that_the_server_failed_on_is_applied_by_a_redrive()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        var (log, source) = (server.Services.GetRequiredService<IFactLog>(), server.Grains.GetGrain<ISourceGrain>("mediation"));
        var frame = Server.Feed.PublishFrameReader.Read(new System.Buffers.ReadOnlySequence<byte>(new PublishRequest { Batch = Batch(1, Call("a", 0)) }.ToByteArray()));
        var open = await Calls(server).RetryAsync(() => source.Open("file-1", 77), CancellationToken.None);
        await Calls(server).RetryAsync(() => source.Begin(new BeginCommand(open.Ordinal, open.Session, 1, 0, 1, 20_000)).AsTask(), CancellationToken.None);
        var (body, records) = (new ByteWriter(), new ByteWriter());
        new BatchCompleted(open.Ordinal, 1, new BatchCounts(0, 0, 0, 1), [new RecordException(0, Domain.Facts.Outcome.Rejected, Domain.Facts.RejectReason.Internal)]).WriteTo(body);
        KeptRecord.Write(records, 0, isCanonical: true, 0, frame.Batch!.BytesOf(frame.Batch.Records[0]));
        var command = new CompleteCommand(open.Ordinal, open.Session, 1, body.ToArray(), records.ToArray());
        var completed = await Calls(server).RetryAsync(() => source.Complete(command).AsTask(), CancellationToken.None);
        Assert.Equal(CommitOutcome.Durable, await log.WaitAsync(completed.Ticket, completed.Ticket, CancellationToken.None));
        Assert.Equal((RejectReason.Internal, true), Assert.Single(await ListAsync(server)) is var r ? (r.Reason, r.Redrivable) : default);

        Assert.Equal([Outcome.Applied], (await RedriveAsync(server)).Select(result => result.Outcome));
        Assert.Equal((1UL, 60UL), await server.VoiceAsync(0));
        Assert.Equal(["2024-10-04"], (await ReconciledAsync(server)).Days.Select(d => d.Day));
    }

    [Fact]
    public async Task Many_callers_at_once_apply_each_record_once()
    {
        const int records = 40;
        await using var server = await TestServer.StartAsync();
        using (var feed = await OpenAsync(server)) await feed.PublishAsync(Batch(1, [.. Enumerable.Range(0, records).Select(i => Call("a" + i, 7, 1))]));
        await server.Directory.RegisterSubscriberAsync(TestServer.Registration(7));
        var keys = (await ListAsync(server)).Select(r => r.Key).ToList();

        var applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            var (mine, count) = (new Queue<string>(keys.OrderBy(k => (k.GetHashCode(StringComparison.Ordinal) ^ caller) & 7)), 0U);
            while (mine.Count > 0)
            {
                var some = Enumerable.Range(0, Math.Min(10, mine.Count)).Select(_ => mine.Dequeue()).ToList();
                for (var request = ByKey($"{caller}-{mine.Count}", some); ;)
                {
                    try
                    {
                        count += (await server.Feed.RedriveRejectedAsync(request)).Applied;
                        break;
                    }
                    catch (RpcException e) when (e.StatusCode is StatusCode.Aborted or StatusCode.Unavailable)
                    {
                        // Others came between; the same request again.
                    }
                }
            }
            return count;
        })));

        Assert.Equal((uint)records, (uint)applied.Sum(a => a));
        Assert.Equal(((ulong)records, (ulong)records), await server.VoiceAsync(7));
        Assert.Equal(0UL, (await ReconciledAsync(server)).Total.Rejected);
        await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
    }

    /// <summary>Rules 5 and 6, with re-drives: commits fail under them, and they are asked for until they succeed.</summary>
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
        using (var feed = await OpenAsync(server))
            for (var n = 1UL; n <= 5; n++) await feed.PublishAsync(Batch(n, [.. Enumerable.Range(0, 20).Select(i => Call($"{n}-{i}", i, 1))]));
        await server.RegisterAsync(20);
        var (applied, token) = (0U, "");
        for (var call = 0; call == 0 || token.Length > 0; call++)
        {
            var request = new RedriveRejectedRequest { Source = "mediation", Filter = new RejectedFilter(), MaxRecords = 9, PageToken = token, RequestId = "r" + call };
            for (var attempt = 0; ; attempt++)
            {
                Volatile.Write(ref failing, attempt < 2 ? 1 + call % 3 : 0);
                try
                {
                    var answer = await server.Feed.RedriveRejectedAsync(request);
                    (applied, token) = (applied + answer.Applied, answer.NextPageToken);
                    break;
                }
                catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable)
                {
                    Assert.True(attempt < 20, "The same request fails for ever.");
                }
            }
        }
        Assert.Equal(100U, applied);
        Volatile.Write(ref failing, 0);
        for (var i = 0; i < 20; i++) Assert.Equal((5UL, 5UL), await server.VoiceAsync(i));
        await server.RestartAsync();
        for (var i = 0; i < 20; i++) Assert.Equal((5UL, 5UL), await server.VoiceAsync(i));
        var total = (await ReconciledAsync(server)).Total;
        Assert.Equal((100UL, 100UL, 0UL), (total.Received, total.Applied, total.Rejected));
        await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
    }

    /// <summary>A server with two rejected records of subscriber 7, who is registered now.</summary>
    private static async Task<TestServer> RejectedAsync()
    {
        var server = await TestServer.StartAsync();
        using (var feed = await OpenAsync(server)) await feed.PublishAsync(Batch(1, Call("a", 7, 30), Call("b", 7, 40)));
        await server.Directory.RegisterSubscriberAsync(TestServer.Registration(7));
        return server;
    }

    private static RedriveRejectedRequest Again() => new() { Source = "mediation", Filter = new RejectedFilter(), RequestId = Request };

    private static async Task AssertAppliedOnceAsync(TestServer server)
    {
        Assert.Equal((2UL, 70UL), await server.VoiceAsync(7));
        var source = await ReconciledAsync(server);
        Assert.Equal((2UL, 2UL, 0UL, false), (source.Total.Received, source.Total.Applied, source.Total.Rejected, source.Redriving));
    }

    /// <summary>Begins a re-drive of all open records, durably, and does nothing more.</summary>
    /// <returns>The slice of it for subscriber 7.</returns>
    private static async Task<byte[]> BeginAsync(TestServer server, string request = Request, RedriveVerdict verdict = RedriveVerdict.Taken, string? id = null)
    {
        var (log, source) = (server.Services.GetRequiredService<IFactLog>(), server.Grains.GetGrain<ISourceGrain>("mediation"));
        var records = (await ListAsync(server, new RejectedFilter { State = RejectedState.Open })).Where(r => id is null || r.Record.Id == id).ToList();
        var items = records.Select(r => r.Key.Split('-')).Select(k => new RedriveItem(Number(k[0]), (int)Number(k[1]), verdict)).ToArray();
        var state = await StateAsync(server, source);
        var begun = await Calls(server).RetryAsync(() => source.BeginRedrive(new RedriveCommand(state.Redrives, request, "", Items(items))).AsTask(), CancellationToken.None);
        Assert.Equal(Grains.Sources.RedriveStatus.UnderWay, begun.Status);
        if (begun.Ticket != Ticket.None) Assert.Equal(CommitOutcome.Durable, await log.WaitAsync(begun.Ticket, begun.Ticket, CancellationToken.None));
        state = await StateAsync(server, source);

        var bodies = await server.Services.GetRequiredService<Server.Feed.Quarantine.Redriver>().ReadBegunAsync("mediation", state.Redrive!.Version, CancellationToken.None);
        var slice = new ByteWriter();
        SliceWriter.BeginRedriven(slice, new SliceCause(state.Number, state.LowestOpen, bodies.Ordinal, 1, 0), bodies.FirstSeen, records.Count);
        for (var i = 0; i < records.Count; i++)
        {
            var frame = Server.Feed.PublishFrameReader.Read(new System.Buffers.ReadOnlySequence<byte>(new PublishRequest { Batch = Batch(1, records[i].Record) }.ToByteArray()));
            SliceWriter.Redriven(slice, i, 0, 0, frame.Batch!.BytesOf(frame.Batch.Records[0]));
        }
        return slice.ToArray();
    }

    private static GrainCalls Calls(TestServer server) => server.Services.GetRequiredService<GrainCalls>();

    private static async Task<SourceState> StateAsync(TestServer server, ISourceGrain source)
    {
        var receipt = await Calls(server).ReadAsync(source, CancellationToken.None);
        var reader = new ByteReader(receipt.State.Span);
        return SourceState.Read(ref reader);
    }

    private static async Task ApplyAsync(TestServer server, byte[] slice)
    {
        var receipt = await Calls(server).RetryAsync(() => server.Grains.GetGrain<ISubscriberGrain>("s7").Apply(slice).AsTask(), CancellationToken.None);
        if (receipt.Ticket != Ticket.None)
            Assert.Equal(CommitOutcome.Durable, await server.Services.GetRequiredService<IFactLog>().WaitAsync(receipt.Ticket, receipt.Ticket, CancellationToken.None));
    }

    /// <summary>Waits for the work that the question or the opening began.</summary>
    private static async Task FinishedAsync(TestServer server)
    {
        await server.Services.GetRequiredService<Server.Feed.Quarantine.Redriver>().FinishAsync("mediation", CancellationToken.None);
        Assert.Null((await StateAsync(server, server.Grains.GetGrain<ISourceGrain>("mediation"))).Redrive);
    }

    private static byte[] Items(RedriveItem[] items)
    {
        var writer = new ByteWriter();
        new RedriveBegun(0, 0, 0, items, "").WriteTo(writer);
        return writer.ToArray();
    }

    private static long Number(string text) => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
