using System.CommandLine;
using CustomerGrains.Cli.Generation;
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
        var first = new Option<DateOnly>("--first-day") { Description = "The first day, in local time (UTC+8).", HelpName = "yyyy-mm-dd", DefaultValueFactory = _ => new GeneratorOptions().FirstDay };
        var formats = new Option<RecordFormat[]>("--format") { Description = "Usage as 'csv', as 'ndjson' (a CloudEvent on each line), or both.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [RecordFormat.Csv] };
        var isClean = new Option<bool>("--clean") { Description = "No record twice, contradicting, broken, or of a number that nobody holds." };
        var force = new Option<bool>("--force") { Description = "Replace files that are there." };
        var command = new Command("generate", "Make up subscribers and their usage, as files for import and replay, and the truth beside them.") { folder, first, formats, isClean, force };
        generator.AddTo(command);
        command.SetAction((result, cancellationToken) =>
        {
            var options = generator.Read(result) with { FirstDay = result.GetValue(first) };
            if (result.GetValue(isClean)) options = options with { UnknownOneIn = 0, BrokenOneIn = 0, DuplicateOneIn = 0, ConflictOneIn = 0 };
            var files = new GeneratedFiles(options, result.GetRequiredValue(formats), result.GetRequiredValue(folder), result.GetValue(force));
            var truth = files.Write(new Progress(terminal, options.Days).Show, cancellationToken);
            Tell(files, options, truth, terminal);
            return Task.FromResult(0);
        });
        return command.WithHelp("""
            Examples:
              customergrains generate --out made-up
              customergrains generate --out made-up --force --subscribers 1000 --days 120 --records-per-day 5000 --seed 7 --format csv ndjson

            Of a hundred subscribers 70 are steady, 8 use a fifth more every week, 8 a fifth less, 9 now nothing and now very much, and
            5 leave: less for two weeks, then nothing. truth.csv says who: subscriber_id, kind, leaving_date (the first day without
            usage, the 11th to 90th; it may lie behind the last), and the sums of usage that a right server has (calls, call_seconds,
            messages, sessions, octets), and findable_date: from the end of that day on the usage shows what kind it is. truth.json says what becomes of the records. The same options give the same bytes.
            """);
    }

    private static void Tell(GeneratedFiles files, GeneratorOptions options, GeneratedTruth truth, Terminal terminal)
    {
        var mappings = Path.Combine(AppContext.BaseDirectory, "Mappings");
        var mapping = Path.Combine(mappings, "generated.json");
        terminal.Out.WriteLine($"{files.Subscribers}: {Terminal.Count(options.Subscribers)} subscribers");
        foreach (var (_, path) in files.Usage) terminal.Out.WriteLine($"{path}: {Numbers.Sum(truth.Received, truth.Applied, truth.Duplicate, truth.Conflict, truth.Rejected)}");
        var (format, usage) = files.Usage[0];
        terminal.Out.WriteLine($"""

            A server for them, and what to send it (the second and third from another terminal):
              customergrains serve --clock stream --plans {Path.Combine(mappings, "generated-plans.json")}
              customergrains import {files.Subscribers} --mapping {mapping}
              customergrains replay {usage}{(format == RecordFormat.Csv ? $" --mapping {mapping}" : " --source generated")}
            """);
    }

    /// <summary>A line now and then: on a screen after every day, else after every tenth.</summary>
    private sealed class Progress(Terminal terminal, int days)
    {
        private int _done;

        public void Show(UsageGenerator generator, long records)
        {
            if (++_done != days && !terminal.IsInteractive && _done % 10 != 0) return;
            terminal.Error.Write($"{(terminal.IsInteractive ? "\r" : "")}  {generator.Day:yyyy-MM-dd}: {_done} of {days} days, {Terminal.Count(records)} records{(terminal.IsInteractive && _done != days ? "" : terminal.Error.NewLine)}");
        }
    }
}
