using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using CustomerGrains.Cli.Connecting;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Query;
using CustomerGrains.Client;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains get</c>.</summary>
internal static class GetCommand
{
    /// <summary>The most that the protocol takes in a call.</summary>
    private const int MostInCall = 1_000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(Terminal terminal)
    {
        var ids = new Argument<string[]>("SUBSCRIBER_ID") { Description = "The subscriber's id, or several.", Arity = ArgumentArity.ZeroOrMore };
        var msisdn = new Option<string?>("--msisdn") { Description = "Instead of the id: whoever holds this number.", HelpName = "N" };
        var at = CommonOptions.At("Whoever held the number then (ISO 8601; UTC without an offset). [default: now]");
        var server = ConnectionOptions.ToServer();
        var json = CommonOptions.Json();
        var command = new Command("get", "Show a subscriber and the live consumption of every service by month and day.") { ids, msisdn, at, json };
        server.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(ids) is { Tokens.Count: > 0 } == result.GetResult(msisdn) is not null) result.AddError("Give a subscriber's id, or --msisdn, and not both.");
            if (result.GetResult(at) is not null && result.GetResult(msisdn) is null) result.AddError("--at goes with --msisdn.");
        });
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = server.Connect(result);
            var wanted = result.GetValue(ids) is { Length: > 0 } given ? given
                : [(await SubscriberLookup.FindAsync(client, result.GetRequiredValue(msisdn)!, isImsi: false, result.GetValue(at), cancellationToken)).SubscriberId];
            var subscribers = await GetAsync(client, wanted, cancellationToken);
            foreach (var subscriber in subscribers)
            {
                if (!result.GetValue(json)) SubscriberView.Write(subscriber, terminal);
                else await terminal.Out.WriteLineAsync(SubscriberJson.Of(subscriber).ToJsonString(subscribers.Count == 1 ? Indented : Compact));
            }

            return 0;
        });
        return command.WithHelp("""
            Examples:
              customergrains get s-00000001
              customergrains get --msisdn 8613800000001 --at 2026-03-15T12:00:00Z
              customergrains get s-00000001 --json | jq '.months[-1].services.voice.billed_minutes'
              customergrains get s-00000001 s-00000002 --json | jq -c '[.subscriber_id, .months[-1].distinct_contacts]'

            JSON: one document, or one on each line when there are several ids. Its members are listed in the README of the command
            line (subscriber_id … hours[], days[], months[].services.voice.billed_minutes, trends[], allowances[] … as_of) and are
            kept. Times are UTC, days and months those of the server's time zone; periods without usage are left out; null is "none".
            """);
    }

    /// <summary>In the order in which they were asked for.</summary>
    private static async Task<IReadOnlyList<Subscriber>> GetAsync(CustomerGrainsClient client, IReadOnlyList<string> subscriberIds, CancellationToken cancellationToken)
    {
        var subscribers = new List<Subscriber>();
        foreach (var chunk in subscriberIds.Chunk(MostInCall))
        {
            var answer = await client.Subscribers.BatchGetSubscribersAsync(new BatchGetSubscribersRequest { SubscriberIds = { chunk } }, cancellationToken: cancellationToken);
            if (answer.NotFound.Count > 0) throw new CliException($"There is no subscriber {string.Join(", ", answer.NotFound)}.");
            subscribers.AddRange(answer.Subscribers);
        }

        return subscribers;
    }
}
