using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Connecting;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Query;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains find</c>.</summary>
internal static class FindCommand
{
    public static Command Create(Terminal terminal)
    {
        var number = new Argument<string>("NUMBER") { Description = "E.164 digits, with or without '+'." };
        var imsi = new Option<bool>("--imsi") { Description = "The number is an IMSI." };
        var at = CommonOptions.At("Who held it then (ISO 8601; UTC without an offset). [default: now]");
        var server = ConnectionOptions.ToServer();
        var json = CommonOptions.Json();
        var command = new Command("find", "Say who holds a number, or held it at a time: numbers are given out again.") { number, imsi, at, json };
        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = server.Connect(result);
            var found = await SubscriberLookup.FindAsync(client, result.GetRequiredValue(number), result.GetValue(imsi), result.GetValue(at), cancellationToken);
            await terminal.Out.WriteLineAsync(result.GetValue(json)
                ? JsonOutput.Of(new { found.SubscriberId, StartTime = Time(found.StartTime), EndTime = Time(found.EndTime) })
                : $"{found.SubscriberId}  from {Time(found.StartTime)}{(found.EndTime is null ? "" : $" to {Time(found.EndTime)}")}");
            return 0;
        });
        return command.WithHelp("""
            Examples:
              customergrains find 8613820888277
              customergrains find +8613820888277 --at 2026-03-15T12:00:00+08:00 --json
              customergrains find 460001234567890 --imsi

            JSON: subscriber_id, start_time and end_time of the time in which the number is theirs; no end_time: until further
            notice. Exit code 1 when nobody held it.
            """);
    }

    private static string? Time(Timestamp? time) => time?.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
