using System.CommandLine;
using CustomerGrains.Cli.Connecting;
using CustomerGrains.Cli.Documents;
using CustomerGrains.Cli.Output;

namespace CustomerGrains.Cli.Commands;

/// <summary>What can be changed about versioned documents.</summary>
internal static class DocumentChangeCommands
{
    public static Command Put(Terminal terminal, DocumentNoun noun)
    {
        var file = DocumentArguments.File();
        var activate = new Option<bool>("--activate") { Description = "Put it in force too." };
        var (actor, reason) = (DocumentArguments.Actor(), DocumentArguments.Reason());
        var server = ConnectionOptions.ToServer();
        var json = CommonOptions.Json();
        var command = new Command("put", "Keep a document as the next version and print its number.") { file, activate, reason, actor, json };
        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var document = await DocumentArguments.ReadAsync(result.GetRequiredValue(file), cancellationToken);
            var headers = DocumentArguments.Headers(result, actor, reason);
            using var client = server.Connect(result);
            var documents = noun.Connect(client);
            var problems = await documents.ValidateAsync(document, cancellationToken);
            if (problems.Count > 0)
            {
                foreach (var problem in problems) await terminal.Error.WriteLineAsync(DocumentQueryCommands.Line(problem));
                throw new CliException($"{result.GetRequiredValue(file)} has {problems.Count} problems; nothing was kept.");
            }

            var version = await documents.CreateAsync(document, RequestId(), headers, cancellationToken);
            if (result.GetValue(activate)) version = await documents.ActivateAsync(version.Version, null, RequestId(), headers, cancellationToken);
            await terminal.Out.WriteLineAsync(result.GetValue(json) ? JsonOutput.Of(version with { Document = null }) : $"{version.Version}");
            await terminal.Error.WriteLineAsync(version.Active
                ? $"Version {version.Version} is in force."
                : $"Version {version.Version} is kept; 'customergrains {noun.Name} activate {version.Version}' puts it in force.");
            return 0;
        });
        return command.WithHelp($"""
            Examples:
              customergrains {noun.Name} put mine.json --reason "summer campaign"
              customergrains {noun.Name} put mine.json --activate --reason "summer campaign" --actor planning

            What the file does not say has its built-in value. A document with problems is not kept, and all of them are named; exit code 1.
            """);
    }

    public static Command Activate(Terminal terminal, DocumentNoun noun)
    {
        var version = new Argument<uint>("VERSION") { Description = "0 = the built-in one." };
        var expect = new Option<uint?>("--expect") { Description = "Only if this version is in force now.", HelpName = "VERSION" };
        var (actor, reason) = (DocumentArguments.Actor(), DocumentArguments.Reason());
        var server = ConnectionOptions.ToServer();
        var json = CommonOptions.Json();
        var command = new Command("activate", "Put a version in force, or one from before again.") { version, expect, reason, actor, json };
        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var headers = DocumentArguments.Headers(result, actor, reason);
            using var client = server.Connect(result);
            var activated = await noun.Connect(client).ActivateAsync(result.GetRequiredValue(version), result.GetValue(expect), RequestId(), headers, cancellationToken);
            if (result.GetValue(json)) await terminal.Out.WriteLineAsync(JsonOutput.Of(activated with { Document = null }));
            else await terminal.Out.WriteLineAsync($"Version {activated.Version} is in force.");
            return 0;
        });
        return command.WithHelp($"""
            Examples:
              customergrains {noun.Name} activate 2 --reason "as agreed"
              customergrains {noun.Name} activate 1 --expect 2 --reason "back to the one before"

            When it is done, every answer goes by it.
            """);
    }

    /// <summary>So that the client may try again while the server is away.</summary>
    private static string RequestId() => Guid.NewGuid().ToString("N");
}
