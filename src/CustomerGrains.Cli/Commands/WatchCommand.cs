using System.CommandLine;
using CustomerGrains.Cli.Connecting;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Query;
using CustomerGrains.Cli.Watch;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains watch</c>.</summary>
internal static class WatchCommand
{
    public static Command Create(Terminal terminal)
    {
        var subscriber = new Option<string?>("--subscriber") { Description = "The subscriber's id.", HelpName = "ID" };
        var msisdn = new Option<string?>("--msisdn") { Description = "Instead of the id: whoever holds this number now.", HelpName = "N" };
        var cursor = new Option<string?>("--cursor") { Description = "Go on behind this cursor, printed with every event by --json. [default: begin with the state]", HelpName = "CURSOR" };
        var count = new Option<int?>("--count") { Description = "End after so many changes. [default: when interrupted]", HelpName = "N" };
        var json = new Option<bool>("--json") { Description = "Print a JSON document on each line instead of text." };
        var server = ConnectionOptions.ToServer();
        var command = new Command("watch", "Print a line for every change of a subscriber, as it happens, until interrupted.") { subscriber, msisdn, cursor, count, json };
        server.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(subscriber) is not null == result.GetResult(msisdn) is not null) result.AddError("Give --subscriber or --msisdn, and not both.");
            if (result.GetValue(count) < 1) result.AddError("--count must be at least 1.");
        });
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = server.Connect(result);
            var id = result.GetValue(subscriber)
                ?? (await SubscriberLookup.FindAsync(client, result.GetRequiredValue(msisdn)!, isImsi: false, at: null, cancellationToken)).SubscriberId;
            var runner = new WatchRunner(client, result.GetValue(json) ? new WatchJson(id, terminal.Out) : new WatchText(terminal.Out), terminal);
            return await runner.RunAsync(id, result.GetValue(cursor) ?? "", result.GetValue(count) ?? int.MaxValue, cancellationToken);
        });
        return command.WithHelp("""
            Examples:
              customergrains watch --msisdn 8613800000001
              customergrains watch --subscriber s-00000001 --count 10
              customergrains watch --subscriber s-00000001 --cursor 1:42 --json | jq -c '[.time, .facts[0].service, .totals.services.voice.count]'

            The first line is the subscriber as it is, unless a cursor is given; then each change is told once, through broken
            connections and restarts of the server. Behind the bar: the latest bill month with that change in it; while lines
            catch up, with later ones too. Interrupted it ends with 0.

            JSON: event (state, change), subscriber_id, cursor, version, time, has_gap (of a state: changes behind --cursor are
            not to be had one by one any more), facts[] of a change (kind usage, profile, number or fact), totals (their own version, month, charge_micros, services; null
            before the first usage).
            """);
    }
}
