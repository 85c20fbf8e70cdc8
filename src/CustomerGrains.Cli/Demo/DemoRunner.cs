using System.Globalization;
using CustomerGrains.Cli.Generation;
using CustomerGrains.Cli.Import;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Replay;
using CustomerGrains.Cli.Serving;
using CustomerGrains.Client;
using CustomerGrains.Server.Hosting;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CustomerGrains.Cli.Demo;

/// <summary>
/// A server in this process, a population, a month of usage over real gRPC, and the proof that all of it arrived.
/// </summary>
internal sealed class DemoRunner(DemoOptions options, Terminal terminal)
{
    private const int TopConsumers = 5;
    private const int MostMovers = 4;

    /// <summary>Runs to the summary and, unless told to exit, serves on until it is interrupted.</summary>
    /// <returns>0 when everything reconciles.</returns>
    /// <exception cref="CliException">It cannot start.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        options.Generator.Validate();
        using var folder = DemoFolder.Make(options.Data);
        var serverOptions = new ServerOptions { DataDirectory = folder.Path, Listen = options.Listen, Clock = ClockMode.Stream, Plans = Path.Combine(AppContext.BaseDirectory, "Mappings", "generated-plans.json") };
        await using var server = await LocalServer.StartAsync(serverOptions, cancellationToken);
        terminal.Out.WriteLine($"customergrains is serving {folder.Path} on {server.Address}");
        using var client = new CustomerGrainsClient(server.Address);
        var generator = new UsageGenerator(options.Generator);
        await RegisterAsync(client, generator.Population, cancellationToken);
        var reconciled = await FeedAsync(client, generator, cancellationToken);
        if (options.Exit) return reconciled ? 0 : CliException.Failed;
        Invite(server.Address, generator);
        await LocalServer.WaitForEndAsync(server, cancellationToken);
        return reconciled ? 0 : CliException.Failed;
    }

    private async Task RegisterAsync(CustomerGrainsClient client, Population population, CancellationToken cancellationToken)
    {
        var meter = new FeedMeter(TimeProvider.System);
        var registrar = new BatchSender<RegisterSubscriberRequest>(new RegistrationSender(client), batch: 500, parallel: 4);
        string? firstProblem = null;
        await registrar.RunAsync(
            Enumerable.Range(0, population.Count).Select(index => (Request(population[index]), index)),
            (index, result) => firstProblem ??= $"{Population.Id(index)}: {result.Code}, {result.Message}",
            cancellationToken);
        if (registrar.Refused > 0) throw new CliException($"{registrar.Refused:N0} subscribers were refused, first {firstProblem}");
        terminal.Out.WriteLine($"{Terminal.Count(registrar.Done)} subscribers registered in {meter.Elapsed.TotalSeconds:0.0} s");
    }

    private static RegisterSubscriberRequest Request(GeneratedSubscriber subscriber) => new()
    {
        SubscriberId = subscriber.Id,
        ActivationTime = new Timestamp { Seconds = subscriber.Activation },
        Plan = subscriber.Plan,
        Brand = subscriber.Brand,
        Region = subscriber.Region,
        Msisdns = { subscriber.Msisdn.ToString(CultureInfo.InvariantCulture) },
        RequestId = subscriber.Id,
    };

    private async Task<bool> FeedAsync(CustomerGrainsClient client, UsageGenerator generator, CancellationToken cancellationToken)
    {
        var before = await SourceNumbers.GetAsync(client, DemoFeed.Source, cancellationToken);
        var meter = new FeedMeter(TimeProvider.System);
        var feed = new DemoFeed(client, generator, options.Generator.UtcOffsetMinutes, meter);
        await new DemoScreen(terminal, generator, meter, generator.CountAll()).RunAsync(() => feed.RunAsync(cancellationToken));
        var seconds = meter.Elapsed.TotalSeconds;
        var after = await SourceNumbers.GetAsync(client, DemoFeed.Source, cancellationToken);
        var check = new PopulationCheck(client, generator);
        await check.RunAsync(TopConsumers, MostMovers, cancellationToken);
        var rejects = await Rejects.LatestAsync(client, DemoFeed.Source, feed.Ledger.Reasons.Keys, cancellationToken);
        return new DemoSummary(terminal, generator, feed.Ledger, check, rejects).Write(after, seconds, meter, SourceCheck.Problems(before, after, feed.Ledger, feed.Streams));
    }

    private void Invite(Uri address, UsageGenerator generator)
    {
        terminal.Out.WriteLine($"""

            Still serving. From another terminal:
              customergrains get {Population.Id(0)} --server {address}
              customergrains get --msisdn {Population.Msisdn(0)} --at {generator.Day:yyyy-MM-dd}T12:00:00Z --json --server {address}
              customergrains digest --server {address}
            Interrupt (Ctrl+C) to end.
            """);
    }
}
