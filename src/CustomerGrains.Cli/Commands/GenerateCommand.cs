using System.CommandLine;
using CustomerGrains.Cli.Generation.Files;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Replay;
using CustomerGrains.Cli.Replay.Files;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains generate</c>.</summary>
internal static class GenerateCommand
{
    public static Command Create(Terminal terminal)
    {
        var folder = new Option<string>("--out", "-o") { Description = "Folder for the files; made when it is not there.", HelpName = "DIR", Required = true };
        var generator = new GeneratorCommandOptions();
        var first = new Option<DateOnly>("--first-day") { Description = "The first day, in local time (UTC+8).", HelpName = "yyyy-mm-dd", DefaultValueFactory = _ => new Generation.GeneratorOptions().FirstDay };
        var format = new Option<RecordFormat>("--format") { Description = "Usage as 'csv', or as 'ndjson': a CloudEvent on each line.", DefaultValueFactory = _ => RecordFormat.Csv };
        var isClean = new Option<bool>("--clean") { Description = "No record twice, contradicting, broken, or of a number that nobody holds." };
        var command = new Command("generate", "Make up subscribers and their usage, as files for import and replay, and the truth beside them.") { folder, first, format, isClean };
        generator.AddTo(command);
        command.SetAction((result, cancellationToken) =>
        {
            var options = generator.Read(result) with { FirstDay = result.GetValue(first) };
            if (result.GetValue(isClean)) options = options with { UnknownOneIn = 0, BrokenOneIn = 0, DuplicateOneIn = 0, ConflictOneIn = 0 };
            var files = new GeneratedFiles(options, result.GetValue(format), result.GetRequiredValue(folder));
            var truth = files.Write(cancellationToken);
            var mapping = Path.Combine(AppContext.BaseDirectory, "Mappings", "generated.json");
            terminal.Out.WriteLine($"{files.Subscribers}: {Terminal.Count(options.Subscribers)} subscribers");
            terminal.Out.WriteLine($"{files.Usage}: {Numbers.Sum(truth.Received, truth.Applied, truth.Duplicate, truth.Conflict, truth.Rejected)}");
            terminal.Out.WriteLine($"""

                A server for them, and what to send it (the second and third from another terminal):
                  customergrains serve --clock stream --plans {Path.Combine(AppContext.BaseDirectory, "Mappings", "generated-plans.json")}
                  customergrains import {files.Subscribers} --mapping {mapping}
                  customergrains replay {files.Usage}{(result.GetValue(format) == RecordFormat.Csv ? $" --mapping {mapping}" : "")}
                """);
            return Task.FromResult(0);
        });
        return command.WithHelp("""
            Examples:
              customergrains generate --out made-up
              customergrains generate --out made-up --subscribers 1000 --days 90 --records-per-day 5000 --seed 7 --format ndjson

            Of a hundred subscribers 70 are steady, 8 use more and more, 8 less and less, 9 now nothing and now very much, and 5 leave.
            truth.csv says who: subscriber_id, kind, leaving_date (the first day without usage; it may lie behind the last), and the
            sums of usage that a right server has (calls, call_seconds, messages, sessions, octets). truth.json says what becomes of
            the records. The same options give the same bytes.
            """);
    }
}
