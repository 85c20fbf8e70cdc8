using System.CommandLine;
using CustomerGrains.Cli.Connecting;
using CustomerGrains.Cli.Facts;
using CustomerGrains.Cli.Output;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains facts</c>.</summary>
internal static class FactsCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("facts", "Tell the server what happened to subscribers besides usage, or list it.") { Record(terminal), List(terminal) };
        return command.WithHelp("""
            Examples:
              customergrains facts record bills.ndjson
              customergrains facts list --subscriber s-00000001 --kind bill_issued
            """);
    }

    private static Command Record(Terminal terminal)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "One fact a line, as JSON; - is the standard input." };
        var request = new Option<string?>("--request") { Description = "Name of this run: run again under it, nothing is recorded twice. [default: a digest of the file]", HelpName = "ID" };
        var server = ConnectionOptions.ToServer();
        var json = CommonOptions.Json();
        var command = new Command("record", "Record business facts from a file, one JSON document a line.") { file, request, json };
        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = server.Connect(result);
            var summary = await FactRecorder.RunAsync(client, result.GetRequiredValue(file), result.GetValue(request), terminal, cancellationToken);
            await terminal.Out.WriteLineAsync(result.GetValue(json) ? JsonOutput.Of(summary) : summary.ToString());
            return summary.Rejected + summary.Conflict > 0 ? 1 : 0;
        });
        return command.WithHelp("""
            Examples:
              customergrains facts record bills.ndjson
              customergrains facts record - < told.ndjson
              echo '{"subscriber_id":"s-00000001","fact":{"event_time":"2026-03-01T08:00:00Z","source_system":"billing","id":"b-1",
                "bill_issued":{"month":"2026-02","gross_micros":120000000,"net_micros":99000000,"outgoing_minutes":321}}}' | tr -d '\n' |
                customergrains facts record -

            A line is customergrains.v1.FactInput as JSON (protos/customergrains/v1/fact.proto): subscriber_id, and fact with event_time,
            source_system, id and one kind. Everything is checked first: a line that cannot be read ends the command, and nothing of
            its thousand is recorded. Facts that are not taken are named with line and reason; then the exit code is 1.

            JSON: facts, applied, held, duplicate, conflict, rejected.
            """);
    }

    private static Command List(Terminal terminal)
    {
        var subscriber = new Option<string>("--subscriber") { Description = "The subscriber's id.", HelpName = "ID", Required = true };
        var kinds = new Option<string[]>("--kind") { Description = "Only facts of this kind: bill_issued, case_changed ... [default: all]", HelpName = "KIND" };
        var server = ConnectionOptions.ToServer();
        var command = new Command("list", "List what happened to a subscriber besides usage, in the order in which it was recorded.") { subscriber, kinds };
        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = server.Connect(result);
            var request = new ListFactsRequest { SubscriberId = result.GetRequiredValue(subscriber), Kinds = { result.GetValue(kinds) ?? [] }, PageSize = 1_000 };
            do
            {
                var page = await client.Facts.ListFactsAsync(request, cancellationToken: cancellationToken);
                foreach (var fact in page.Facts) await terminal.Out.WriteLineAsync(FactJson.Formatter.Format(fact));
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            return 0;
        });
        return command.WithHelp("""
            Examples:
              customergrains facts list --subscriber s-00000001
              customergrains facts list --subscriber s-00000001 --kind bill_issued --kind bill_adjusted | jq .fact.bill_issued

            Prints customergrains.v1.ListedFact as JSON, one a line: fact, version, record_time, and who recorded it and why.
            """);
    }
}
