using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Query;
using CustomerGrains.Client;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains get</c>.</summary>
internal static class GetCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string?>("SUBSCRIBER_ID") { Description = "The subscriber's id.", Arity = ArgumentArity.ZeroOrOne };
        var msisdn = new Option<string?>("--msisdn") { Description = "Instead of the id: whoever holds this number.", HelpName = "N" };
        var at = new Option<DateTimeOffset?>("--at")
        {
            Description = "Whoever held the number then (ISO 8601; UTC without an offset). [default: now]",
            HelpName = "TIME",
            CustomParser = static result => Time(result.Tokens[0].Value, result.AddError),
        };
        var server = CommonOptions.Server();
        var json = CommonOptions.Json();
        var command = new Command("get", "Show a subscriber and the live consumption of every service by month and day.") { id, msisdn, at, server, json };
        command.Validators.Add(result =>
        {
            if (result.GetResult(id) is { Tokens.Count: > 0 } == result.GetResult(msisdn) is not null) result.AddError("Give a subscriber's id, or --msisdn, and not both.");
            if (result.GetResult(at) is not null && result.GetResult(msisdn) is null) result.AddError("--at goes with --msisdn.");
        });
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = new CustomerGrainsClient(result.GetRequiredValue(server));
            var subscriberId = result.GetValue(id) ?? await FindAsync(client, result.GetRequiredValue(msisdn)!, result.GetValue(at), cancellationToken);
            var subscriber = await GetAsync(client, subscriberId, cancellationToken);
            if (result.GetValue(json)) await terminal.Out.WriteLineAsync(SubscriberJson.Of(subscriber).ToJsonString(Indented));
            else SubscriberView.Write(subscriber, terminal);
            return 0;
        });
        return command.WithHelp("""
            Examples:
              customergrains get s-00000001
              customergrains get --msisdn 8613800000001 --at 2026-03-15T12:00:00Z
              customergrains get s-00000001 --json | jq '.days[-1].services.voice.outgoing.count'

            JSON: subscriber_id, activation_time, plan, brand, region, numbers[].{msisdn,imsi,start_time,end_time},
            days[].{day,services}, months[].{month,services}, last_usage_time, last_outgoing_time, version, update_time, where
            services is .{voice,sms,data,mms,value_added}.{outgoing,incoming}.{count,duration_seconds,octets}. Times are UTC, days
            and months those of the server's time zone; periods without usage are left out; null is "none".
            """);
    }

    private static async Task<string> FindAsync(CustomerGrainsClient client, string msisdn, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var request = new FindSubscriberRequest { Msisdn = msisdn };
        if (at is { } time) request.At = Timestamp.FromDateTimeOffset(time);
        try
        {
            return (await client.Subscribers.FindSubscriberAsync(request, cancellationToken: cancellationToken)).SubscriberId;
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound)
        {
            throw new CliException($"Nobody {(at is null ? "holds" : "held")} {msisdn}{(at is { } then ? $" at {then.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z" : "")}.");
        }
    }

    private static async Task<Subscriber> GetAsync(CustomerGrainsClient client, string subscriberId, CancellationToken cancellationToken)
    {
        try
        {
            return await client.Subscribers.GetSubscriberAsync(new GetSubscriberRequest { SubscriberId = subscriberId }, cancellationToken: cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound)
        {
            throw new CliException($"There is no subscriber {subscriberId}.");
        }
    }

    private static DateTimeOffset? Time(string text, Action<string> error)
    {
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time;
        error($"--at '{text}' is not a time like 2026-03-15T12:00:00Z.");
        return null;
    }
}
