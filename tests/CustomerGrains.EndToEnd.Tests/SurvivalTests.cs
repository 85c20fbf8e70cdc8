using CustomerGrains.Client;
using CustomerGrains.EndToEnd.Tests.Support;
using Grpc.Core;
using Xunit.Abstractions;

namespace CustomerGrains.EndToEnd.Tests;

/// <summary>The publisher against the real server as a process, through everything that happens to either of them or between them.</summary>
public sealed class SurvivalTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Seed = 20260302;

    /// <summary>How long a test waits for what must happen; only a hang comes to it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Scratch _scratch = new();
    private readonly string _address = Scratch.FreeAddress();
    private readonly Random _random = new(Seed);
    private CliProcess _server = null!;
    private SurvivingFeed _feed = null!;

    public async Task InitializeAsync()
    {
        _feed = new SurvivingFeed(_address);
        _server = await ServeAsync();
        await _feed.RegisterAsync();
    }

    public Task DisposeAsync()
    {
        _server.Dispose();
        _scratch.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_server_that_is_killed_again_and_again()
    {
        const int kills = 10;
        var left = kills;
        var done = await PublishThroughAsync(new Uri(_address), kills * 30, () => left > 0, async () =>
        {
            _server.Kill();
            _server.Dispose();
            _server = await ServeAsync();
            left--;
        });
        Assert.True(done.Sessions > kills / 2, done.ToString());
        await _feed.ReconcileAsync(output, $"{kills} kills, seed {Seed}", done);
    }

    [Fact]
    public async Task A_server_that_drains_and_comes_back()
    {
        const int stops = 5;
        var left = stops;
        var done = await PublishThroughAsync(new Uri(_address), stops * 30, () => left > 0, async () =>
        {
            Assert.Equal(0, await _server.TerminateAsync());
            _server.Dispose();
            _server = await ServeAsync();
            left--;
        });
        Assert.True(done.Sessions > stops / 2, done.ToString());
        await _feed.ReconcileAsync(output, $"{stops} stops, seed {Seed}", done);
    }

    [Fact]
    public async Task A_connection_that_is_cut_in_the_middle_of_frames()
    {
        const int cuts = 60;
        await using var proxy = new FaultyProxy(_address, number => number >= cuts
            ? LinkFault.None
            : new LinkFault(
                number % 2 == 0 ? LinkFaultKind.Reset : LinkFaultKind.End,
                number % 4 < 2 ? LinkDirection.Up : LinkDirection.Down,
                // From within the first frames to some batches; answers are shorter.
                number % 4 < 2 ? _random.Next(1, 20_000) : _random.Next(1, 1_500)));
        var done = await PublishThroughAsync(proxy.Address, 400, () => proxy.Broken < cuts);
        Assert.Equal(cuts, proxy.Broken);
        await _feed.ReconcileAsync(output, $"{cuts} cuts, seed {Seed}", done);
    }

    [Fact]
    public async Task A_connection_that_falls_silent()
    {
        LinkFault[] faults =
        [
            new(LinkFaultKind.Stall, LinkDirection.Up, _random.Next(500, 20_000)),
            new(LinkFaultKind.Stall, LinkDirection.Down, _random.Next(200, 1_000)),
            new(LinkFaultKind.HalfOpen, LinkDirection.Up, _random.Next(500, 20_000)),
            new(LinkFaultKind.HalfOpen, LinkDirection.Down, _random.Next(200, 1_000)),
        ];
        await using var proxy = new FaultyProxy(_address, number => number < faults.Length ? faults[number] : LinkFault.None);
        var done = await PublishThroughAsync(proxy.Address, 200, () => proxy.Broken < faults.Length);
        Assert.Equal(faults.Length, proxy.Broken);
        await _feed.ReconcileAsync(output, $"{faults.Length} silences, seed {Seed}", done);
    }

    [Fact]
    public async Task A_second_publisher_takes_the_stream_over()
    {
        using var client = new CustomerGrainsClient(new Uri(_address));
        await using var first = await client.OpenPublisherAsync(SurvivingFeed.Source, "shared", new UsagePublisherOptions { Window = 8 });
        await _feed.PublishAsync(first, 1, 40);

        // Some of them are still under way: they may be answered to the first even while the second opens.
        var acked = (ulong)first.Ledger.BatchesAcked;
        await using var second = await client.OpenPublisherAsync(SurvivingFeed.Source, "shared");
        var stopped = await Assert.ThrowsAsync<UsagePublishException>(async () =>
        {
            for (var number = 41UL; ; number++) await first.PublishAsync(SurvivingFeed.Batch(number)).AsTask().WaitAsync(Patience);
        });
        output.WriteLine($"The first publisher: {stopped.StatusCode}, {stopped.Message}");
        Assert.Equal(StatusCode.Aborted, stopped.StatusCode);
        Assert.Contains("Another session took this stream over", stopped.Message, StringComparison.Ordinal);
        Assert.Contains("only one publisher", stopped.Message, StringComparison.Ordinal);

        // It goes on behind what is complete, and what was begun it sends as it was.
        Assert.InRange(second.ResumedAfter, acked, 48UL);
        await _feed.PublishAsync(second, second.ResumedAfter + 1, 80);
        Assert.Equal(80UL, await second.CloseAsync().WaitAsync(Patience));
        Assert.Equal(1, second.Ledger.Sessions);
        await _feed.ReconcileAsync(output, "superseded", first.Ledger, second.Ledger);
    }

    /// <summary>Publishes so many batches and more while that is not enough; meanwhile something happens, each time after a random number of answers.</summary>
    private async Task<UsageLedger> PublishThroughAsync(Uri address, int batches, Func<bool> isMore, Func<Task>? happens = null)
    {
        var answers = new SemaphoreSlim(0);
        using var client = new CustomerGrainsClient(address, new CustomerGrainsClientOptions
        {
            // The shortest there are, so that a silent connection is soon given up.
            KeepAlivePingDelay = TimeSpan.FromSeconds(1),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(1),
        });
        var options = new UsagePublisherOptions
        {
            Window = 8,
            MinBackoff = TimeSpan.FromMilliseconds(5),
            MaxBackoff = TimeSpan.FromMilliseconds(100),
            Jitter = new Random(Seed),
            OnAck = _ => answers.Release(),
        };
        await using var publisher = await client.OpenPublisherAsync(SurvivingFeed.Source, "survivor", options);
        var publishing = Task.Run(async () =>
        {
            var number = 0UL;
            while (number < (ulong)batches || isMore()) await _feed.PublishAsync(publisher, ++number, number);
            Assert.Equal(number, await publisher.CloseAsync());
        });
        while (happens is not null && isMore())
        {
            for (var wait = _random.Next(1, 25); wait > 0; wait--) Assert.True(await answers.WaitAsync(Patience), "No answer comes any more.");
            await happens();
        }
        await publishing.WaitAsync(Patience);
        var ledger = publisher.Ledger;
        Assert.True(ledger is { IsComplete: true, Replayed: 0 }, ledger.ToString());
        return ledger;
    }

    private Task<CliProcess> ServeAsync() => CliProcess.ServeAsync(_scratch.PathOf("store"), _address, "--clock", "stream", "--checkpoint-seconds", "1", "--segment-megabytes", "1");
}
