using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Connecting;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Replay;
using CustomerGrains.Cli.Replay.Files;
using CustomerGrains.Cli.Replay.Ordering;
using CustomerGrains.Client;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains replay</c>.</summary>
internal static class ReplayCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The file: CSV, or NDJSON with a CloudEvent on each line." };
        var format = new Option<RecordFormat?>("--format") { Description = "'csv' or 'ndjson'. [default: ndjson for names ending in .ndjson or .jsonl, else csv]" };
        var mapping = new Option<string?>("--mapping", "-m") { Description = "CSV: how its columns become usage records (JSON).", HelpName = "MAP.json" };
        var server = ConnectionOptions.ToServer();
        var source = new Option<string?>("--source") { Description = "Whom the records come from. [default: the mapping's, else the file's name]", HelpName = "NAME" };
        var stream = new Option<string?>("--stream") { Description = "The stream's id. [default: a digest of file, mapping and batching, so that the same file counts once]", HelpName = "ID" };
        var sequence = new Option<long?>("--source-sequence") { Description = "The source's own consecutive number of the file; missing ones are its gaps.", HelpName = "N" };
        var streams = CommonOptions.Positive("--streams", $"Streams that the records are sent in at the same time, each number's in one of them; at most {ReplayOptions.MostStreams}.", 1, most: ReplayOptions.MostStreams);
        var order = new Option<ReplayOrder>("--order") { Description = "'time': earliest first; 'file': as it comes.", DefaultValueFactory = _ => ReplayOrder.Time };
        var sort = CommonOptions.Positive("--sort-megabytes", "Memory to sort in; more goes to files in TMPDIR.", 256);
        var batch = CommonOptions.Positive("--batch", "Records in a batch, at most 10,000.", 1_000, most: UsageBatchBuffer.MaxRecords);
        var limit = new Option<long>("--limit") { Description = "Send only the first N records of the file.", HelpName = "N", DefaultValueFactory = _ => long.MaxValue };
        var speed = new Option<double>("--speed")
        {
            Description = "'max', or seconds of event time per second (60: a minute a second).",
            HelpName = "max|N",
            CustomParser = static result => Speed(result.Tokens[0].Value, result.AddError),
            DefaultValueFactory = _ => double.PositiveInfinity,
        };
        var window = CommonOptions.Positive("--window", "Batches under way at most in each stream; the server may allow fewer.", 32);
        var skip = new Option<bool>("--skip-unmapped") { Description = "Rows that cannot be mapped are only counted, and no failure." };
        var json = CommonOptions.Json();
        var progress = new Option<bool>("--progress") { Description = "Report progress every second, also without a terminal." };
        var command = new Command("replay", "Send a file of usage records and check what became of every one of them.")
        {
            file, format, mapping, source, stream, sequence, streams, order, sort, batch, limit, speed, window, skip, json, progress,
        };
        server.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(sequence) < 0) result.AddError("--source-sequence is 0 or more.");
            if (result.GetValue(sequence) is not null && result.GetValue(streams) > 1) result.AddError("--source-sequence numbers a file that is one stream; leave out --streams.");
            if (result.GetValue(file) is not { } name) return;
            var isCsv = Format(result.GetValue(format), name) == RecordFormat.Csv;
            if (isCsv && result.GetResult(mapping) is null) result.AddError("A CSV file needs --mapping MAP.json; for CloudEvents give --format ndjson.");
            if (!isCsv && result.GetResult(mapping) is not null) result.AddError("--mapping is for CSV files; events are usage records already.");
        });
        command.SetAction(async (result, cancellationToken) =>
        {
            var options = new ReplayOptions
            {
                File = result.GetRequiredValue(file),
                Format = Format(result.GetValue(format), result.GetRequiredValue(file)),
                Mapping = result.GetValue(mapping),
                Source = result.GetValue(source),
                Stream = result.GetValue(stream),
                SourceSequence = result.GetValue(sequence),
                Streams = result.GetValue(streams),
                Order = result.GetValue(order),
                SortMegabytes = result.GetValue(sort),
                Batch = result.GetValue(batch),
                Limit = result.GetValue(limit),
                Speed = result.GetValue(speed),
                Window = result.GetValue(window),
                SkipUnmapped = result.GetValue(skip),
                Json = result.GetValue(json),
                Progress = result.GetValue(progress),
            };
            using var client = server.Connect(result);
            return await RunAsync(new ReplayRunner(client, options, terminal, TimeProvider.System), options, terminal, cancellationToken);
        });
        return command.WithHelp("""
            Examples:
              customergrains replay calls.csv --mapping nodobo.json
              customergrains replay calls.csv --mapping nodobo.json --server http://10.0.0.5:5080 --json
              customergrains replay big.csv --mapping map.json --order file --streams 4 --batch 5000 --progress
              customergrains replay events.ndjson --source mediation-7 --speed 60

            Exit code 0: every record was answered and the numbers are the server's. 1: something was lost, does not
            reconcile, or could not be mapped. 2: called wrongly. The same file again is answered as replayed and counts
            nothing; one that was cut goes on where it stopped.
            """);
    }

    private static async Task<int> RunAsync(ReplayRunner runner, ReplayOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        var summary = await runner.RunAsync(cancellationToken);
        if (options.Json) await terminal.Out.WriteLineAsync(JsonOutput.Of(summary));
        else summary.Write(terminal.Out);
        return summary.Reconciled && (summary.Unmapped == 0 || options.SkipUnmapped) ? 0 : CliException.Failed;
    }

    private static RecordFormat Format(RecordFormat? given, string file) => given
        ?? (Path.GetExtension(file).ToUpperInvariant() is ".NDJSON" or ".JSONL" ? RecordFormat.Ndjson : RecordFormat.Csv);

    private static double Speed(string text, Action<string> error)
    {
        if (text == "max") return double.PositiveInfinity;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && speed > 0) return speed;
        error($"--speed is 'max' or a number above 0, not '{text}'.");
        return double.PositiveInfinity;
    }
}
