using System.CommandLine;
using CustomerGrains.Cli.Connecting;
using CustomerGrains.Cli.Output;
using CustomerGrains.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Spectre.Console;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains search</c>.</summary>
internal static class SearchCommand
{
    private const int MostInCall = 1_000;

    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));

    public static Command Create(Terminal terminal)
    {
        var filter = new Argument<string>("FILTER") { Description = "Whom (AIP-160); empty: everybody.", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = static _ => "" };
        var order = new Option<string>("--order") { Description = "Fields with commas between them, each perhaps with ' desc'. [default: by subscriber_id]", HelpName = "FIELDS", DefaultValueFactory = static _ => "" };
        var limit = CommonOptions.Positive("--limit", "Most subscribers.", 50, most: 1_000_000);
        var fields = new Option<string[]>("--fields") { Description = "Fields to show. [default: text: a few, JSON: all]", HelpName = "FIELD", AllowMultipleArgumentsPerToken = true };
        var count = new Option<bool>("--count") { Description = "Also say how many there are." };
        var server = ConnectionOptions.ToServer();
        var json = CommonOptions.Json();
        var command = new Command("search", "List subscribers of a kind, filtered and ordered.") { filter, order, limit, fields, count, json };
        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = server.Connect(result);
            var asJson = result.GetValue(json);
            var shown = result.GetValue(fields) is { Length: > 0 } given ? given : asJson ? [] : ["subscriber_id", "status", "brand", "plan", "region", "value_class", "retention_class", "churn_band", "churn_probability", "average_bill_micros"];
            var request = new SearchSubscribersRequest { Filter = result.GetValue(filter) ?? "", OrderBy = result.GetValue(order) ?? "", CountTotal = result.GetValue(count) };
            if (shown.Length > 0) request.ReadMask = FieldMask.FromString(string.Join(',', shown));
            var left = result.GetValue(limit);
            var table = new Table();
            foreach (var field in shown) table.AddColumn(field);
            SearchSubscribersResponse page;
            do
            {
                request.PageSize = Math.Min(left, MostInCall);
                page = await client.Subscribers.SearchSubscribersAsync(request, cancellationToken: cancellationToken);
                if (request.PageToken.Length == 0) Note(terminal, page);
                foreach (var subscriber in page.Subscribers)
                {
                    if (asJson) await terminal.Out.WriteLineAsync(Json.Format(subscriber));
                    else table.AddRow([.. shown.Select(name => Markup.Escape(Text(subscriber, name)))]);
                }
                left -= page.Subscribers.Count;
                (request.PageToken, request.CountTotal) = (page.NextPageToken, false);
            }
            while (left > 0 && page.NextPageToken.Length > 0);
            if (!asJson) terminal.Screen.Write(table);
            return 0;
        });
        return command.WithHelp("""
            Examples:
              customergrains search 'value_class = HIGH AND churn_probability > 0.3' --order 'churn_probability desc' --limit 20
              customergrains search 'contract_end_time < 2026-04-01T00:00:00Z AND -measures:DEPOSIT_GIFT' --fields subscriber_id contract_end_time
              customergrains search 'region = "Bei*" (brand = GoTone OR star_level >= 4)' --count --json | jq -r .subscriber_id

            The fields, and the language: protos/README.md. OR binds tighter than AND. JSON: one subscriber on each line, named as in
            SubscriberSummary; what is not known is left out. As of when, and how many, goes to the standard error.
            """);
    }

    private static void Note(Terminal terminal, SearchSubscribersResponse page) =>
        terminal.Error.WriteLine($"as of {page.AsOf.ToDateTime():yyyy-MM-dd'T'HH:mm:ss'Z'}{(page.HasTotalSize ? $", {Terminal.Count(page.TotalSize)} in all" : "")}");

    private static string Text(SubscriberSummary subscriber, string name)
    {
        var field = SubscriberSummary.Descriptor.FindFieldByName(name);
        return field.Accessor.GetValue(subscriber) switch
        {
            Timestamp time => time.ToDateTime().ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture),
            System.Collections.IEnumerable list and not string => string.Join('+', list.Cast<object>()),
            null => "",
            _ when field.HasPresence && !field.Accessor.HasValue(subscriber) => "",
            var value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
        };
    }
}
