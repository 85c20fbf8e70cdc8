using System.Globalization;
using CustomerGrains.Server.Feed;
using CustomerGrains.V1;
using CustomerGrains.Wire.Tests.Levels;
using CustomerGrains.Wire.Tests.Neighbours;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace CustomerGrains.Wire.Tests;

/// <summary>Damaged messages, headers and frames against the whole server, while its neighbours go on.</summary>
public sealed class FuzzTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>Workers and share of the exchanges, by level.</summary>
    private const int MessageWorkers = 12;
    private const int HeaderWorkers = 6;
    private const int FrameWorkers = 4;
    private const double MessageShare = 0.5;
    private const double HeaderShare = 0.3;

    /// <summary>The part of the exchanges after which the first heap is measured: by then everything has been used that is kept for use.</summary>
    private const double WarmShare = 0.25;

    /// <summary>Grains that stay: those of no entity, and those that the counting itself calls.</summary>
    private const ulong RestingGrains = 40;

    private readonly Answers _answers = new();
    private readonly ServerUse _use = new();
    private int _session;

    [Fact]
    public async Task Damaged_frames_and_headers_hurt_neither_the_server_nor_its_neighbours()
    {
        // What a server keeps for a while is kept for a short one, so that the heap shows what it keeps for good: idle grains, and the log that
        // is not yet in snapshots. Wall time, for a damaged record must not move everybody's clock.
        await using var server = await TestServer.StartAsync(
            clock: Server.Hosting.ClockMode.Wall, strict: false, options: static o => o with { IdleSeconds = 1, SegmentMegabytes = 1, CheckpointSeconds = 1 });
        if (HostDifferences.LogsCallersFaults) server.ExpectErrors("Error when executing service method");
        // What Kestrel says when it cuts off a connection that asks for more answers than it reads.
        server.ExpectErrors("exceeded the output operations maximum queue size");
        await server.RegisterAsync(Ledger.Subscribers);
        for (var i = 0; i < Corpus.Subscribers; i++) await server.Directory.RegisterSubscriberAsync(Corpus.Registration(i));

        using var shared = new SharedConnection(server.Address);
        var ledger = new Ledger();
        var here = new HonestPublisher(new UsageFeed.UsageFeedClient(shared.Channel), "honest-here", ledger, offset: 0);
        var there = new HonestPublisher(server.Feed, "honest-there", ledger, offset: 3);
        using var neighbours = new Neighbourhood(here, there, new Asker(shared.Channel, ledger), new Asker(server.Channel, ledger));
        var levels = Levels(server, shared).ToList();

        using var end = new CancellationTokenSource();
        var going = neighbours.RunAsync(end.Token);
        long before, after;
        try
        {
            await RunAsync(levels, WarmShare, neighbours, going);
            before = await RestAsync(server, levels, going);
            await RunAsync(levels, 1 - WarmShare, neighbours, going);
            after = await RestAsync(server, levels, going);
            await end.CancelAsync();
            await going;
        }
        finally
        {
            output.WriteLine(_answers.ToString());
            if (FuzzSettings.TableFile is { } file) await File.WriteAllTextAsync(file, $"seed {FuzzSettings.Seed}\n{_answers}");
            foreach (var problem in _answers.Problems) output.WriteLine(problem);
        }

        var exchanges = levels.Sum(static l => l.Exchanges);
        var growth = (after - before) / (exchanges * (1 - WarmShare));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {FuzzSettings.Seed}, {exchanges:N0} exchanges, {neighbours.Steps:N0} neighbours' steps, {_session:N0} sessions"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"heap {before / 1e6:0.0} MB at {WarmShare:P0}, {after / 1e6:0.0} MB at the end: {growth:0.0} bytes an exchange"));
        Assert.Empty(_answers.Problems);
        Assert.True(after - before < HeapAllowance.Bytes + (HeapAllowance.BytesPerExchange * exchanges * (1 - WarmShare)), $"The heap grew by {growth:0.0} bytes an exchange.");
        Assert.Equal(1, shared.Connections);
        Assert.InRange(neighbours.Steps, exchanges / 100, int.MaxValue);
        await here.ReconcileAsync(server);
        await there.ReconcileAsync(server);
        for (var i = 0; i < Ledger.Subscribers; i++) Assert.Equal(ledger.Acknowledged(i), Ledger.CallsOf(await server.GetAsync(i)));
        // Whatever the damaged sessions brought in is counted as well, and every entity is what its facts make it.
        await Rejects.ReconciledAsync(server, Corpus.SourceOf(0));
        var digest = await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
        Assert.InRange(digest.Rebuilt, (ulong)Ledger.Subscribers, ulong.MaxValue);
    }

    public void Dispose() => _use.Dispose();

    private IEnumerable<Worker> Levels(TestServer server, SharedConnection shared)
    {
        for (var i = 0; i < MessageWorkers; i++) yield return Of(new MessageLevel(shared, Mutator(i), NextSession), MessageShare / MessageWorkers);
        for (var i = 0; i < HeaderWorkers; i++) yield return Of(new HeaderLevel(shared, Mutator(100 + i)), HeaderShare / HeaderWorkers);
        for (var i = 0; i < FrameWorkers; i++) yield return Of(new FrameLevel(server.Address, Mutator(200 + i), NextSession), (1 - MessageShare - HeaderShare) / FrameWorkers);

        static Mutator Mutator(int worker) => new(new Random(FuzzSettings.Seed + worker));
        int NextSession() => Interlocked.Increment(ref _session);
        static Worker Of(IFuzzLevel level, double share) => new(level, (int)Math.Ceiling(FuzzSettings.Exchanges * share));
    }

    private async Task RunAsync(IReadOnlyList<Worker> workers, double share, Neighbourhood neighbours, Task going)
    {
        using var hang = new CancellationTokenSource();
        var running = Task.WhenAll(workers.Select(w => Task.Run(() => w.RunAsync((int)Math.Ceiling(w.Exchanges * share), _answers, neighbours.ExchangeDone, hang.Token))));
        var done = -1;
        // As long as there is any progress it is only slow.
        while (!running.IsCompleted)
        {
            await Task.WhenAny(running, going, Task.Delay(Patience.Limit));
            if (going.IsFaulted) await going;
            var now = workers.Sum(static w => w.Done);
            if (now == done && !running.IsCompleted)
            {
                await hang.CancelAsync();
                Assert.Fail("Still waiting for an answer to:\n" + string.Join('\n', workers.Where(static w => w.IsWaiting).Select(static w => $"{w.Level.Name}: {w.Level.Sent}")) + "\n" + _answers);
            }
            done = now;
        }
        await running;
    }

    /// <summary>Waits until nothing of the damaged exchanges is open any more.</summary>
    /// <returns>Bytes of heap.</returns>
    private async Task<long> RestAsync(TestServer server, IReadOnlyList<Worker> workers, Task going)
    {
        if (going.IsFaulted) await going;
        foreach (var worker in workers) worker.Level.Rest();
        // The neighbours' two connections, and on each its publisher's session.
        await Patience.UntilAsync(() => new(_use.Connections == 2), () => $"{_use.Connections} connections are open instead of 2");
        await Patience.UntilAsync(() => new(_use.Calls == 2), () => $"{_use.Calls} calls are open instead of 2");
        var admission = server.Services.GetRequiredService<FeedAdmission>();
        await Patience.UntilAsync(() => new(admission.UnderWay == 0), () => $"{admission.UnderWay} batches are under way");
        ulong grains = 0;
        await Patience.UntilAsync(async () => (grains = (await server.Operations.GetStatisticsAsync(new GetStatisticsRequest())).ActiveGrains) <= RestingGrains, () => $"{grains} grains are active");
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
