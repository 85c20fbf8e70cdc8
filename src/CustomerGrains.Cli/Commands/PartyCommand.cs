using System.CommandLine;
using CustomerGrains.Cli.Connecting;
using CustomerGrains.Cli.Documents;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Query;
using CustomerGrains.Client;
using CustomerGrains.Domain.Parties;
using CustomerGrains.V1;
using Google.Protobuf;
using PartyKind = CustomerGrains.Domain.Parties.PartyKind;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains customer …</c>, <c>account …</c>, <c>group …</c>, <c>prospect …</c>.</summary>
internal static class PartyCommand
{
    /// <summary>The most that the protocol takes in a call.</summary>
    private const int MostInCall = 1_000;

    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));

    public static Command Create(Terminal terminal, PartyKind kind)
    {
        var name = PartyKinds.NameOf(kind);
        var command = new Command(name, $"Show what source systems say of {Article(kind)}, or merge two that are the same.") { Get(terminal, kind), Merge(terminal, kind) };
        return command.WithHelp($"""
            Examples:
              customergrains {name} get {Sample(kind)}
              customergrains {name} merge {Sample(kind)} {Sample(kind)}00 --reason "same passport"

            Many at once: customergrains import, with "{name}" in the mapping.
            """);
    }

    private static Command Get(Terminal terminal, PartyKind kind)
    {
        var ids = new Argument<string[]>("ID") { Description = "One, or several.", Arity = ArgumentArity.OneOrMore };
        var server = ConnectionOptions.ToServer();
        var json = CommonOptions.Json();
        var command = new Command("get", $"Show {Article(kind)}: what stands of each field and who says so, what contradicts it, what is missing.") { ids, json };
        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = server.Connect(result);
            for (IReadOnlyList<string> left = result.GetRequiredValue(ids); left.Count > 0;)
            {
                var answer = await client.Customers.BatchGetPartiesAsync(new BatchGetPartiesRequest { Kind = (V1.PartyKind)kind, PartyIds = { left.Take(MostInCall) } }, cancellationToken: cancellationToken);
                foreach (var party in answer.Parties)
                {
                    if (result.GetValue(json)) await terminal.Out.WriteLineAsync(Json.Format(party));
                    else PartyTable.Write(party, terminal);
                }

                if (answer.NotFound.Count > 0) throw new CliException($"Nobody has described {Article(kind)} {string.Join(", ", answer.NotFound)}.");
                left = [.. answer.LeftOut, .. left.Skip(MostInCall)];
            }

            return 0;
        });
        return command.WithHelp($"""
            Examples:
              customergrains {PartyKinds.NameOf(kind)} get {Sample(kind)}
              customergrains {PartyKinds.NameOf(kind)} get {Sample(kind)} --json | jq '.fields[] | select(.conflict)'

            JSON: customergrains.v1.Party, one on each line.
            """);
    }

    private static Command Merge(Terminal terminal, PartyKind kind)
    {
        var id = new Argument<string>("ID") { Description = "The one that is merged." };
        var into = new Argument<string>("INTO") { Description = "The one that goes on, with all that is known of both." };
        var (actor, reason) = (DocumentArguments.Actor(), DocumentArguments.Reason());
        var server = ConnectionOptions.ToServer();
        var command = new Command("merge", $"Say that {Article(kind)} is the same as another. It cannot be taken back.") { id, into, reason, actor };
        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var headers = DocumentArguments.Headers(result, actor, reason);
            using var client = server.Connect(result);
            var request = new MergePartiesRequest { Kind = (V1.PartyKind)kind, PartyId = result.GetRequiredValue(id), IntoId = result.GetRequiredValue(into), RequestId = Guid.NewGuid().ToString("N") };
            var merged = await client.Customers.MergePartiesAsync(request, headers, cancellationToken: cancellationToken);
            await terminal.Out.WriteLineAsync($"{request.PartyId} goes on as {merged.MergedInto}.");
            return 0;
        });
        return command.WithHelp($"""
            Examples:
              customergrains {PartyKinds.NameOf(kind)} merge {Sample(kind)} {Sample(kind)}00 --reason "same passport"

            Whatever source systems say of the first one later, the other one learns. Merged again, nothing changes.
            """);
    }

    private static string Sample(PartyKind kind) => PartyKinds.NameOf(kind)[..1] + "-17";

    private static string Article(PartyKind kind) => (kind == PartyKind.Account ? "an " : "a ") + PartyKinds.NameOf(kind);
}
