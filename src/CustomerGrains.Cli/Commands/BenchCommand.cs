using System.CommandLine;
using CustomerGrains.Cli.Connecting;
using CustomerGrains.Cli.Bench;
using CustomerGrains.Cli.Output;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains bench</c>.</summary>
internal static class BenchCommand
{
    private const int ShortSeconds = 10;

    public static Command Create(Terminal terminal)
    {
        var command = new Command("bench", "Measure, and print the conditions with the figures: turns, log, then path.")
        {
            Turns(terminal),
            Log(terminal),
            Path(terminal),
            BenchWireCommand.Create(terminal),
            Search(terminal),
            BenchKnowCommand.Create(terminal),
            Fold(terminal),
            Encode(terminal),
        };
        command.SetAction(async (_, cancellationToken) =>
        {
            var path = new BenchOptions();
            await new TurnsBench(ShortSeconds, terminal).RunAsync(cancellationToken);
            await new LogBench(ShortSeconds, null, terminal).RunAsync(cancellationToken);
            var measured = await new PathBench(path, terminal).RunAsync(cancellationToken);
            measured.Write(terminal.Out);
            return measured.Problems.Count == 0 ? 0 : CliException.Failed;
        });
        return command;
    }

    private static Command Turns(Terminal terminal)
    {
        var seconds = CommonOptions.Positive("--seconds", "How long each.", ShortSeconds);
        var command = new Command("turns", "The grain host alone: turns/s over 200,000 hot grains, bytes per activation over a million.") { seconds };
        command.SetAction(async (result, cancellationToken) =>
        {
            terminal.Error.WriteLine(Machine.Look(System.IO.Path.GetTempPath()));
            await new TurnsBench(result.GetValue(seconds), terminal).RunAsync(cancellationToken);
            return 0;
        });
        return command.WithHelp("""
            Example:
              customergrains bench turns
            """);
    }

    private static Command Log(Terminal terminal)
    {
        var seconds = CommonOptions.Positive("--seconds", "How long.", ShortSeconds);
        var data = new Option<string?>("--data") { Description = "Empty folder for the store, on the disk to be measured. [default: a temporary one, deleted at the end]", HelpName = "DIR" };
        var command = new Command("log", "The log alone: durable entries/s over 200,000 entities.") { seconds, data };
        command.SetAction(async (result, cancellationToken) =>
        {
            terminal.Error.WriteLine(Machine.Look(result.GetValue(data) ?? System.IO.Path.GetTempPath()));
            await new LogBench(result.GetValue(seconds), result.GetValue(data), terminal).RunAsync(cancellationToken);
            return 0;
        });
        return command.WithHelp("""
            Example:
              customergrains bench log --data /mnt/disk/bench
            """);
    }

    private static Command Path(Terminal terminal)
    {
        var defaults = new BenchOptions();
        var server = ConnectionOptions.ToOptionalServer("A running server with --clock stream. [default: one in this process]");
        var data = new Option<string?>("--data") { Description = "Empty folder for the store, on the disk to be measured. [default: a temporary one, deleted at the end]", HelpName = "DIR" };
        var subscribers = CommonOptions.Positive("--subscribers", "Subscribers, drawn uniformly.", defaults.Subscribers);
        var seconds = CommonOptions.Positive("--seconds", "How long to send.", defaults.Seconds);
        var streams = CommonOptions.Positive("--streams", "Streams side by side.", defaults.Streams);
        var batch = CommonOptions.Positive("--batch", "Records in a batch.", defaults.Batch);
        var window = CommonOptions.Positive("--window", "Batches under way per stream.", defaults.Window);
        var perDay = CommonOptions.Positive("--records-per-day", "Records of a subscriber in a day of event time.", defaults.RecordsPerDay);
        var report = CommonOptions.Positive("--report", "Seconds between two lines.", defaults.ReportSeconds);
        var checkpoint = CommonOptions.Positive("--checkpoint-seconds", "Least time between two checkpoints of the server in this process.", defaults.CheckpointSeconds);
        var reviews = CommonOptions.Positive("--reviews-per-second", "Most subscribers reviewed in a second by the server in this process; 0: none.", defaults.ReviewsPerSecond, least: 0);
        var json = CommonOptions.Json();
        var command = new Command("path", "The full path: made, encoded, sent, judged, folded, on disk, acknowledged.")
        {
            data, subscribers, seconds, streams, batch, window, perDay, report, checkpoint, reviews, json,
        };
        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var options = new BenchOptions
            {
                Connection = server.Read(result),
                Data = result.GetValue(data),
                Subscribers = result.GetValue(subscribers),
                Seconds = result.GetValue(seconds),
                Streams = result.GetValue(streams),
                Batch = result.GetValue(batch),
                Window = result.GetValue(window),
                RecordsPerDay = result.GetValue(perDay),
                ReportSeconds = result.GetValue(report),
                CheckpointSeconds = result.GetValue(checkpoint),
                ReviewsPerSecond = result.GetValue(reviews),
                Json = result.GetValue(json),
            };
            var measured = await new PathBench(options, terminal).RunAsync(cancellationToken);
            if (options.Json) await terminal.Out.WriteLineAsync(JsonOutput.Of(measured));
            else measured.Write(terminal.Out);
            return measured.Problems.Count == 0 ? 0 : CliException.Failed;
        });
        return command.WithHelp("""
            Examples:
              customergrains bench path --data /mnt/disk/bench
              customergrains bench path --seconds 60 --streams 4 --server http://127.0.0.1:5080

            Every record has an id and content of its own. CPU and bytes written are this process's: with --server, the client's only.
            """);
    }

    private static Command Search(Terminal terminal)
    {
        var rows = CommonOptions.Positive("--rows", "Subscribers in the read model.", 1_000_000);
        var seconds = CommonOptions.Positive("--seconds", "How long to ask.", 20);
        var data = new Option<string?>("--data") { Description = "Empty folder for the read model. [default: a temporary one, deleted at the end]", HelpName = "DIR" };
        var command = new Command("search", "The read model alone: rows written/s, then population reports and searches of a million subscribers.") { rows, seconds, data };
        command.SetAction(async (result, cancellationToken) =>
        {
            terminal.Error.WriteLine(Machine.Look(result.GetValue(data) ?? System.IO.Path.GetTempPath()));
            await new SearchBench(result.GetValue(rows), result.GetValue(seconds), result.GetValue(data), terminal).RunAsync(cancellationToken);
            return 0;
        });
        return command.WithHelp("""
            Example:
              customergrains bench search --rows 100000
            """);
    }

    private static Command Fold(Terminal terminal)
    {
        var seconds = CommonOptions.Positive("--seconds", "How long each.", 5);
        var command = new Command("fold", "The domain alone: judge, write and fold a record, on one core.") { seconds };
        command.SetAction(result =>
        {
            terminal.Error.WriteLine(Machine.Look(System.IO.Path.GetTempPath()));
            new FoldBench(result.GetValue(seconds), terminal).Run();
            return 0;
        });
        return command.WithHelp("""
            Example:
              customergrains bench fold --seconds 10
            """);
    }

    private static Command Encode(Terminal terminal)
    {
        var seconds = CommonOptions.Positive("--seconds", "How long each.", 5);
        var command = new Command("encode", "The client alone: make and encode records on one core.") { seconds };
        command.SetAction(result =>
        {
            terminal.Error.WriteLine(Machine.Look(System.IO.Path.GetTempPath()));
            new EncodeBench(result.GetValue(seconds), terminal).Run();
            return 0;
        });
        return command.WithHelp("""
            Example:
              customergrains bench encode --seconds 10
            """);
    }
}
