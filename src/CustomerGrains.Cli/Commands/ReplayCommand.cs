using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Replay;
using CustomerGrains.Client;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains replay</c>.</summary>
internal static class ReplayCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The CSV file." };
        var mapping = new Option<string>("--mapping", "-m") { Description = "How its columns become usage records (JSON).", HelpName = "MAP.json", Required = true };
        var server = CommonOptions.Server();
        var source = new Option<string?>("--source") { Description = "Whom the records come from. [default: the mapping's, else the file's name]", HelpName = "NAME" };
        var stream = new Option<string?>("--stream") { Description = "The stream's id. [default: a digest of file, mapping and batching, so that the same file counts once]", HelpName = "ID" };
        var order = new Option<ReplayOrder>("--order") { Description = "'time': earliest first, sorted in memory; 'file': as it comes.", DefaultValueFactory = _ => ReplayOrder.Time };
        var batch = CommonOptions.Positive("--batch", "Records in a batch, at most 10,000.", 1_000);
        var limit = new Option<long>("--limit") { Description = "Send only the first N records of the file.", HelpName = "N", DefaultValueFactory = _ => long.MaxValue };
        var speed = new Option<double>("--speed")
        {
            Description = "'max', or seconds of event time per second (60: a minute a second).",
            HelpName = "max|N",
            CustomParser = static result => Speed(result.Tokens[0].Value, result.AddError),
            DefaultValueFactory = _ => double.PositiveInfinity,
        };
        var window = CommonOptions.Positive("--window", "Batches under way at most; the server may allow fewer.", 32);
        var skip = new Option<bool>("--skip-unmapped") { Description = "Rows that cannot be mapped are only counted, and no failure." };
        var json = CommonOptions.Json();
        var progress = new Option<bool>("--progress") { Description = "Report progress every second, also without a terminal." };
        var command = new Command("replay", "Send a CSV file of usage records and check what became of every one of them.")
        {
            file, mapping, server, source, stream, order, batch, limit, speed, window, skip, json, progress,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var options = new ReplayOptions
            {
                File = result.GetRequiredValue(file),
                Mapping = result.GetRequiredValue(mapping),
                Source = result.GetValue(source),
                Stream = result.GetValue(stream),
                Order = result.GetValue(order),
                Batch = Math.Min(result.GetValue(batch), UsageBatchBuffer.MaxRecords),
                Limit = result.GetValue(limit),
                Speed = result.GetValue(speed),
                Window = result.GetValue(window),
                SkipUnmapped = result.GetValue(skip),
                Json = result.GetValue(json),
                Progress = result.GetValue(progress),
            };
            using var client = new CustomerGrainsClient(result.GetRequiredValue(server));
            return await RunAsync(new ReplayRunner(client, options, terminal, TimeProvider.System), options, terminal, cancellationToken);
        });
        return command.WithHelp("""
            Examples:
              customergrains replay calls.csv --mapping nodobo.json
              customergrains replay calls.csv --mapping nodobo.json --server http://10.0.0.5:5080 --json
              customergrains replay big.csv --mapping map.json --order file --batch 5000 --progress

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

    private static double Speed(string text, Action<string> error)
    {
        if (text == "max") return double.PositiveInfinity;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && speed > 0) return speed;
        error($"--speed is 'max' or a number above 0, not '{text}'.");
        return double.PositiveInfinity;
    }
}
