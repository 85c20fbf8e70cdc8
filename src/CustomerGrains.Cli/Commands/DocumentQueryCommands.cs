using System.CommandLine;
using CustomerGrains.Cli.Connecting;
using CustomerGrains.Cli.Documents;
using CustomerGrains.Cli.Output;
using Spectre.Console;

namespace CustomerGrains.Cli.Commands;

/// <summary>What can be asked about versioned documents.</summary>
internal static class DocumentQueryCommands
{
    public static Command Get(Terminal terminal, DocumentNoun noun)
    {
        var version = new Argument<uint?>("VERSION") { Description = "0 = the built-in one. [default: the one in force]", Arity = ArgumentArity.ZeroOrOne };
        var server = ConnectionOptions.ToServer();
        var json = CommonOptions.Json();
        json.Description = "Print who made it and when too, the document as a text in it.";
        var command = new Command("get", $"Print {noun.Is}.") { version, json };
        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = server.Connect(result);
            var view = await noun.Connect(client).GetAsync(result.GetValue(version), cancellationToken);
            await terminal.Out.WriteLineAsync(result.GetValue(json) ? JsonOutput.Of(view) : view.Document);
            return 0;
        });
        return command.WithHelp($"""
            Examples:
              customergrains {noun.Name} get
              customergrains {noun.Name} get 0 > built-in.json
              customergrains {noun.Name} get 3 --json

            The document is JSON and complete: every member is said.
            """);
    }

    public static Command List(Terminal terminal, DocumentNoun noun)
    {
        var server = ConnectionOptions.ToServer();
        var json = CommonOptions.Json();
        var command = new Command("list", "Print all versions, latest first: who made them and why, and which is in force since when.") { json };
        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = server.Connect(result);
            var versions = await noun.Connect(client).ListAsync(cancellationToken);
            if (result.GetValue(json))
            {
                await terminal.Out.WriteLineAsync(JsonOutput.Of(versions));
                return 0;
            }

            var table = new Table().Border(TableBorder.Simple).AddColumns("version", "in force since", "made", "by", "reason", "says of itself");
            foreach (var version in versions)
            {
                var since = version.Active ? version.Activations.FirstOrDefault()?.Time ?? "the beginning" : "";
                var itself = string.Join(": ", new[] { version.Title, version.Note }.OfType<string>());
                string[] cells = [$"{version.Version}", since, version.CreateTime ?? "built in", version.Actor ?? "", version.Reason ?? "", itself];
                table.AddRow([.. cells.Select(Markup.Escape)]);
            }
            terminal.Screen.Write(table);
            return 0;
        });
        return command.WithHelp($"""
            Examples:
              customergrains {noun.Name} list
              customergrains {noun.Name} list --json
            """);
    }

    public static Command Validate(Terminal terminal, DocumentNoun noun)
    {
        var file = DocumentArguments.File();
        var server = ConnectionOptions.ToServer();
        var command = new Command("validate", "Say everything that is wrong with a document; nothing is kept.") { file };
        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var document = await DocumentArguments.ReadAsync(result.GetRequiredValue(file), cancellationToken);
            using var client = server.Connect(result);
            var problems = await noun.Connect(client).ValidateAsync(document, cancellationToken);
            foreach (var problem in problems) await terminal.Out.WriteLineAsync(Line(problem));
            await terminal.Error.WriteLineAsync(problems.Count == 0 ? "Nothing is wrong with it." : $"{problems.Count} problems.");
            return problems.Count == 0 ? 0 : CliException.Failed;
        });
        return command.WithHelp($"""
            Examples:
              customergrains {noun.Name} validate mine.json

            One line a problem: the place in the document, what is wrong, what to write instead. Exit code 1 when there are any.
            """);
    }

    public static Command Diff(Terminal terminal, DocumentNoun noun)
    {
        var first = new Argument<string>("ONE") { Description = "A version or a file." };
        var second = new Argument<string?>("OTHER") { Description = "A version or a file. [default: ONE is compared with the one in force]", Arity = ArgumentArity.ZeroOrOne };
        var server = ConnectionOptions.ToServer();
        var json = CommonOptions.Json();
        var command = new Command("diff", "Say where two documents differ.") { first, second, json };
        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var one = await DocumentArguments.RefAsync(result.GetRequiredValue(first), cancellationToken);
            var (before, after) = result.GetValue(second) is { } other ? (one, await DocumentArguments.RefAsync(other, cancellationToken)) : (new V1.DocumentRef(), one);
            using var client = server.Connect(result);
            var changes = await noun.Connect(client).DiffAsync(before, after, cancellationToken);
            if (result.GetValue(json))
            {
                await terminal.Out.WriteLineAsync(JsonOutput.Of(changes.Select(static c => new { c.Path, Before = c.HasBefore ? c.Before : null, After = c.HasAfter ? c.After : null })));
                return 0;
            }

            foreach (var change in changes) await terminal.Out.WriteLineAsync($"{change.Path}: {(change.HasBefore ? change.Before : "-")} > {(change.HasAfter ? change.After : "-")}");
            await terminal.Error.WriteLineAsync(changes.Count == 0 ? "They say the same." : $"{changes.Count} differences.");
            return 0;
        });
        return command.WithHelp($"""
            Examples:
              customergrains {noun.Name} diff mine.json       # the one in force > mine
              customergrains {noun.Name} diff 1 2
              customergrains {noun.Name} diff 0 mine.json --json

            One line a difference: the place, before > after; - where there is nothing.
            """);
    }

    /// <summary>A problem in one line.</summary>
    internal static string Line(V1.DocumentProblem problem) => $"{(problem.Path.Length == 0 ? "the document" : problem.Path)}: {problem.Problem}; {problem.Remedy}";
}
