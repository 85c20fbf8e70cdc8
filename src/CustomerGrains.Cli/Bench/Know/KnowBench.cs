using System.Diagnostics;
using System.Globalization;
using CustomerGrains.Cli.Demo;
using CustomerGrains.Cli.Generation;
using CustomerGrains.Cli.Import;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Serving;
using CustomerGrains.Client;
using CustomerGrains.Server.Hosting;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Cli.Bench.Know;

/// <summary>A large population imported, then asked about while usage comes in at a rated speed, over gRPC and in real time: reports and searches, how soon
/// a change is in them, and who is calling. Clients share the machine with the server.</summary>
internal sealed class KnowBench(KnowOptions options, Terminal terminal)
{
    private const int MaxProbes = 5_000;
    private const int MonthsOnNetwork = 12;

    /// <summary>Between an answer and the next question of those who search and report: the load that they are.</summary>
    private static readonly TimeSpan QuestionPause = TimeSpan.FromMilliseconds(100);
    /// <summary>Between an answer and the next call, likewise.</summary>
    private static readonly TimeSpan CallerPause = TimeSpan.FromMilliseconds(10);
    /// <summary>Between two looks whether search has everybody, which nobody tells: what is measured is up to so much too long.</summary>
    private static readonly TimeSpan ImportLookInterval = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan ImportPatience = TimeSpan.FromMinutes(30);
    private static readonly string[] Brands = ["GoTone", "M-Zone", "Easyown"];

    /// <summary>Subscribers at the end, whom the feed leaves alone.</summary>
    private int Probes => Math.Min(MaxProbes, options.Subscribers / 2);

    /// <summary>Runs it.</summary>
    /// <exception cref="CliException">It cannot start, or a subscriber is refused.</exception>
    public async Task<KnowReport> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = DemoFolder.Make(options.Data);
        var machine = Machine.Look(folder.Path);
        terminal.Error.WriteLine(machine);
        var server = new ServerOptions { DataDirectory = folder.Path, Listen = "http://127.0.0.1:0", CheckpointSeconds = options.CheckpointSeconds, ReviewsPerSecond = options.ReviewsPerSecond };
        await using var running = await LocalServer.StartAsync(server, cancellationToken);
        using var client = new CustomerGrainsClient(running.Address);
        var (imported, searchable) = await ImportAsync(client, cancellationToken);
        return await AskAsync(running.Address, client, new KnowReport { Machine = machine, Options = options, ImportSeconds = imported, SearchableSeconds = searchable, Questions = [], Reports = None, Searches = None, Freshness = None, ScreenPop = None, Problems = [] }, cancellationToken);
    }

    private static KnowReport.Question None { get; } = new("", 0, 0, 0, 0, 0);

    private async Task<(double Imported, double Searchable)> ImportAsync(CustomerGrainsClient client, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var activation = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddMonths(-MonthsOnNetwork));
        var registrar = new BatchSender<RegisterSubscriberRequest>(new RegistrationSender(client), batch: 1_000, parallel: 4);
        await registrar.RunAsync(
            Enumerable.Range(0, options.Subscribers).Select(index => (Request(index, activation), index)),
            static (index, result) => throw new CliException($"{Population.Id(index)} was refused: {result.Message}"),
            cancellationToken);
        var imported = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        terminal.Error.WriteLine($"{Terminal.Count(options.Subscribers)} registered in {imported:0.0} s");
        while (true)
        {
            var listed = (await client.Subscribers.SearchSubscribersAsync(new SearchSubscribersRequest { PageSize = 1, CountTotal = true }, cancellationToken: cancellationToken)).TotalSize;
            var elapsed = TimeProvider.System.GetElapsedTime(began);
            if (listed >= options.Subscribers) return (imported, elapsed.TotalSeconds);
            if (elapsed > ImportPatience) throw new CliException($"Search has {listed} of {options.Subscribers} after {elapsed.TotalMinutes:0} minutes.");
            await Task.Delay(ImportLookInterval, cancellationToken);
        }
    }

    private static RegisterSubscriberRequest Request(int index, Timestamp activation)
    {
        var bits = SplitMix64.Mix((ulong)index);
        return new RegisterSubscriberRequest
        {
            SubscriberId = Population.Id(index),
            ActivationTime = activation,
            Msisdns = { Population.Msisdn(index).ToString(CultureInfo.InvariantCulture) },
            Brand = Brands[bits % 3],
            Plan = string.Create(CultureInfo.InvariantCulture, $"plan-{(bits >> 8) % 60:00}"),
            Region = string.Create(CultureInfo.InvariantCulture, $"region-{(bits >> 16) % 31:00}"),
            RequestId = Population.Id(index),
        };
    }

    private async Task<KnowReport> AskAsync(Uri address, CustomerGrainsClient client, KnowReport report, CancellationToken cancellationToken)
    {
        // A feed, those who search and a desk are programs of their own: a connection each.
        using var analysts = new CustomerGrainsClient(address);
        using var desk = new CustomerGrainsClient(address);
        var feed = new FeedMeter(TimeProvider.System);
        var questions = new KnowQuestions(analysts);
        var probe = new FreshnessProbe(analysts, options.Subscribers - Probes, Probes);
        var callers = new AnswerTimes("who is calling");
        var msisdns = BenchRecords.Msisdns(options.Subscribers - Probes);
        var cpu = Environment.CpuUsage.TotalTime;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(TimeSpan.FromSeconds(options.WarmUpSeconds + options.Seconds));
        var warm = Task.Delay(TimeSpan.FromSeconds(options.WarmUpSeconds), cancellationToken);
        await using (new Periodic(TimeSpan.FromSeconds(10), TimeProvider.System, () => terminal.Error.WriteLine($"{feed.Line(null)}; listed after {probe.Times.ToReport().P99Ms:0} ms (p99)")))
        {
            await Task.WhenAll(
                Task.Run(() => new RatedFeed(options, feed, msisdns).RunAsync(client, ending.Token, cancellationToken), cancellationToken),
                AfterAsync(warm, () => questions.RunAsync(QuestionPause, ending.Token, cancellationToken)),
                AfterAsync(warm, () => probe.RunAsync(ending.Token, cancellationToken)),
                AfterAsync(warm, () => CallAsync(desk, callers, ending.Token, cancellationToken)));
        }
        return report with
        {
            RecordsPerSecond = Math.Round(feed.Acked / feed.Elapsed.TotalSeconds),
            AckP99Ms = feed.Latency.Quantile(0.99).TotalMilliseconds,
            CpuShare = Math.Round((Environment.CpuUsage.TotalTime - cpu).TotalSeconds / feed.Elapsed.TotalSeconds / Environment.ProcessorCount, 3),
            WorkingSetMb = Math.Round(Process.GetCurrentProcess().WorkingSet64 / 1e6),
            Questions = [.. questions.Each],
            Reports = questions.Reports.ToReport(),
            Searches = questions.All.ToReport(),
            Freshness = probe.Times.ToReport(),
            ScreenPop = callers.ToReport(),
            Problems = probe.Problems,
        };
    }

    private static async Task AfterAsync(Task before, Func<Task> then)
    {
        await before;
        await then();
    }

    /// <summary>Anybody calls, some dozens in a second.</summary>
    private async Task CallAsync(CustomerGrainsClient client, AnswerTimes times, CancellationToken ending, CancellationToken cancellationToken)
    {
        var random = new Random(1);
        while (!ending.IsCancellationRequested)
        {
            var request = new GetScreenPopRequest { Msisdn = Population.Msisdn(random.Next(options.Subscribers)).ToString(CultureInfo.InvariantCulture) };
            var began = TimeProvider.System.GetTimestamp();
            await client.Subscribers.GetScreenPopAsync(request, cancellationToken: cancellationToken);
            times.Add(TimeProvider.System.GetElapsedTime(began));
            await Task.Delay(CallerPause, cancellationToken);
        }
    }
}
