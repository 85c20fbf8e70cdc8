using System.Globalization;
using CustomerGrains.Cli.Demo;
using CustomerGrains.Cli.Generation;
using CustomerGrains.Cli.Import;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Replay;
using CustomerGrains.Cli.Serving;
using CustomerGrains.Client;
using CustomerGrains.Server.Hosting;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Cli.Bench;

/// <summary>
/// The full path: records made and encoded here, sent over gRPC, judged, folded, on disk, acknowledged. The client shares the machine
/// with the server, as it does in every figure that is published of it.
/// </summary>
internal sealed class PathBench(BenchOptions options, Terminal terminal)
{
    private const string Source = "bench";

    /// <summary>2025-12-01: before the first record.</summary>
    private const long Activation = 1_764_518_400;

    /// <summary>Runs it.</summary>
    /// <exception cref="CliException">It cannot start.</exception>
    public async Task<BenchReport> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = options.Connection is null ? DemoFolder.Make(options.Data) : null;
        var machine = Machine.Look(folder?.Path ?? options.Data ?? Path.GetTempPath());
        terminal.Error.WriteLine(machine);
        await using var server = folder is null ? null : await LocalServer.StartAsync(
            new ServerOptions
            {
                DataDirectory = folder.Path,
                Listen = "http://127.0.0.1:0",
                Clock = ClockMode.Stream,
                CheckpointSeconds = options.CheckpointSeconds,
                ReviewsPerSecond = options.ReviewsPerSecond,
            },
            cancellationToken);
        using var client = server is null ? options.Connection!.Connect() : new CustomerGrainsClient(server.Address);
        await RegisterAsync(client, cancellationToken);
        return await FeedAsync(client, machine, cancellationToken);
    }

    private async Task RegisterAsync(CustomerGrainsClient client, CancellationToken cancellationToken)
    {
        var meter = new FeedMeter(TimeProvider.System);
        var registrar = new BatchSender<RegisterSubscriberRequest>(new RegistrationSender(client), batch: 1_000, parallel: 4);
        await registrar.RunAsync(
            Enumerable.Range(0, options.Subscribers).Select(static index => (Request(index), index)),
            static (index, result) => throw new CliException($"{Population.Id(index)} was refused: {result.Message}"),
            cancellationToken);
        var seconds = meter.Elapsed.TotalSeconds;
        terminal.Error.WriteLine($"{Terminal.Count(registrar.Done)} subscribers registered in {seconds:0.0} s, {Terminal.Rate(registrar.Done / seconds)}/s");
    }

    private static RegisterSubscriberRequest Request(int index) => new()
    {
        SubscriberId = Population.Id(index),
        ActivationTime = new Timestamp { Seconds = Activation },
        Msisdns = { Population.Msisdn(index).ToString(CultureInfo.InvariantCulture) },
        RequestId = Population.Id(index),
    };

    private async Task<BenchReport> FeedAsync(CustomerGrainsClient client, Machine machine, CancellationToken cancellationToken)
    {
        var run = (uint)Random.Shared.Next();
        var msisdns = BenchRecords.Msisdns(options.Subscribers);
        var before = await SourceNumbers.GetAsync(client, Source, cancellationToken);
        var feed = new FeedMeter(TimeProvider.System);
        var meter = new BenchMeter(client, feed);
        var statistics = await meter.StatisticsAsync(cancellationToken);
        var cpu = Environment.CpuUsage.TotalTime;
        var written = Machine.BytesWritten();
        var bytes = 0L;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(TimeSpan.FromSeconds(options.Seconds));
        var streams = Enumerable.Range(0, options.Streams).Select(stream => $"{run:x8}-{stream}").ToList();
        var publishing = Task.WhenAll(streams.Select((name, stream) => Task.Run(
            async () =>
            {
                var records = new BenchRecords(run, stream, options.Streams, options.Subscribers, options.RecordsPerDay, msisdns);
                var (ledger, encoded) = await PublishAsync(client, name, records, feed, ending.Token, cancellationToken);
                Interlocked.Add(ref bytes, encoded);
                return ledger;
            },
            cancellationToken)));
        await ReportAsync(meter, publishing, cancellationToken);
        var ledgers = await publishing;
        var seconds = feed.Elapsed.TotalSeconds;
        var cpuShare = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds / seconds / Environment.ProcessorCount;
        var after = await meter.StatisticsAsync(cancellationToken);
        var ledger = UsageLedger.Sum(ledgers);
        var problems = SourceCheck.Problems(before, await SourceNumbers.GetAfterAsync(client, Source, cancellationToken), ledger, streams);
        return new BenchReport
        {
            Machine = machine,
            Options = options,
            Seconds = Math.Round(seconds, 2),
            Records = ledger.Acked,
            RecordsPerSecond = Math.Round(ledger.Acked / seconds),
            BytesPerRecord = Math.Round(bytes / (double)ledger.Sent, 1),
            AckP50Ms = feed.Latency.Quantile(0.5).TotalMilliseconds,
            AckP99Ms = feed.Latency.Quantile(0.99).TotalMilliseconds,
            AckMaxMs = feed.Latency.Max.TotalMilliseconds,
            CpuShare = Math.Round(cpuShare, 3),
            WrittenBytesPerRecord = Math.Round((Machine.BytesWritten() - written) / (double)ledger.Acked, 1),
            Commits = Since(statistics.Commits, after.Commits),
            Checkpoints = Since(statistics.Checkpoints, after.Checkpoints),
            SegmentsTrimmed = Since(statistics.SegmentsTrimmed, after.SegmentsTrimmed),
            Samples = meter.Samples,
            Problems = ledger.Applied == ledger.Received ? problems : [.. problems, $"Not every record was applied: {ledger}"],
        };
    }

    private async Task<(UsageLedger Ledger, long Bytes)> PublishAsync(
        CustomerGrainsClient client,
        string stream,
        BenchRecords records,
        FeedMeter feed,
        CancellationToken ending,
        CancellationToken cancellationToken)
    {
        var bytes = 0L;
        var publisherOptions = new UsagePublisherOptions { Window = options.Window, OnAck = feed.Add };
        await using var publisher = await client.OpenPublisherAsync(Source, stream, publisherOptions, cancellationToken);
        while (!ending.IsCancellationRequested)
        {
            var batch = new UsageBatchBuffer(options.Batch * 96);
            records.Fill(batch, options.Batch);
            bytes += batch.EncodedLength;
            await publisher.PublishAsync(batch, cancellationToken);
        }

        await publisher.CloseAsync(cancellationToken);
        return (publisher.Ledger, bytes);
    }

    private async Task ReportAsync(BenchMeter meter, Task publishing, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.ReportSeconds));
        while (true)
        {
            var tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
            if (await Task.WhenAny(tick, publishing) == publishing) return;
            await tick;
            terminal.Error.WriteLine(await meter.SampleAsync(cancellationToken) is { } sample ? sample : "     the server cannot be asked just now");
        }
    }

    /// <summary>A server that restarted meanwhile counts from its start.</summary>
    private static ulong Since(ulong before, ulong after) => after < before ? after : after - before;
}
