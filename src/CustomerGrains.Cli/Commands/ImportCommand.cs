using System.CommandLine;
using CustomerGrains.Cli.Connecting;
using CustomerGrains.Cli.Import;
using CustomerGrains.Cli.Output;
using CustomerGrains.Client;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains import</c>.</summary>
internal static class ImportCommand
{
    /// <summary>The most that the protocol takes in a call.</summary>
    private const int MostInCall = 1_000;

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The CSV file." };
        var mapping = new Option<string>("--mapping", "-m") { Description = "What its columns become (JSON).", HelpName = "MAP.json", Required = true };
        var server = ConnectionOptions.ToServer();
        var distinct = new Option<bool>("--distinct") { Description = "Import every id once, for files that name it on many rows." };
        var batch = CommonOptions.Positive("--batch", "Rows in a call, at most 1,000.", 500);
        var parallel = CommonOptions.Positive("--parallel", "Calls at a time.", 4);
        var skip = new Option<bool>("--skip-unmapped") { Description = "Rows that cannot be mapped are only counted, and no failure." };
        var errors = new Option<string?>("--errors") { Description = "Write every line that failed here, as CSV: line, target, field, problem.", HelpName = "FILE" };
        var json = CommonOptions.Json();
        var command = new Command("import", "Import what a CSV file says: subscribers, customers, accounts, groups, prospects, links. Importing the same again changes nothing.")
        {
            file, mapping, distinct, batch, parallel, skip, errors, json,
        };
        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var options = new ImportOptions
            {
                File = result.GetRequiredValue(file),
                Mapping = result.GetRequiredValue(mapping),
                Distinct = result.GetValue(distinct),
                Batch = Math.Min(result.GetValue(batch), MostInCall),
                Parallel = result.GetValue(parallel),
                SkipUnmapped = result.GetValue(skip),
                Errors = result.GetValue(errors),
                Json = result.GetValue(json),
            };
            using var client = server.Connect(result);
            var summary = await new ImportRunner(client, options, terminal, TimeProvider.System).RunAsync(cancellationToken);
            if (options.Json) await terminal.Out.WriteLineAsync(JsonOutput.Of(summary));
            else summary.Write(terminal.Out);
            return summary.Refused == 0 && (summary.Unmapped == 0 || options.SkipUnmapped) ? 0 : CliException.Failed;
        });
        return command.WithHelp("""
            Examples:
              customergrains import subscribers.csv --mapping subscribers.json
              customergrains import calls.csv --mapping nodobo.json --distinct
              customergrains import crm.csv --mapping crm.json --errors failed.csv

            What is good is in, whatever else fails; a file that was cut or mended is imported again as a whole.
            Exit code 0: all of it is in. 1: some lines were refused, or could not be mapped. 2: called wrongly.
            """);
    }
}
