using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CustomerGrains.Cli.Facts;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Query;
using CustomerGrains.Client;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Cli.Watch;

/// <summary>For programs: a JSON document on each line. Members are added, never renamed or taken away.</summary>
internal sealed class WatchJson(string subscriberId, TextWriter output) : IWatchOutput
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public void Write(SubscriberStateEvent state) => Write(new JsonObject
    {
        ["event"] = "state",
        ["subscriber_id"] = subscriberId,
        ["cursor"] = state.Cursor,
        ["version"] = state.State.Version,
        ["time"] = Time(state.State.UpdateTime),
        ["has_gap"] = state.HasGap,
        ["totals"] = Totals(state.State),
    });

    /// <inheritdoc/>
    public void Write(SubscriberChangeEvent change, Subscriber after) => Write(new JsonObject
    {
        ["event"] = "change",
        ["subscriber_id"] = subscriberId,
        ["cursor"] = change.Cursor,
        ["version"] = change.Change.Version,
        ["time"] = Time(change.Change.Time),
        ["facts"] = new JsonArray([.. change.Change.Facts.Select(Of)]),
        ["totals"] = Totals(after),
    });

    private void Write(JsonObject line) => output.WriteLine(line.ToJsonString(Compact));

    private static JsonObject Of(SubscriberFact fact) => fact.FactCase switch
    {
        SubscriberFact.FactOneofCase.Usage => Of(fact.Usage),
        SubscriberFact.FactOneofCase.Profile => new JsonObject
        {
            ["kind"] = "profile",
            ["activation_time"] = Time(fact.Profile.ActivationTime),
            ["plan"] = fact.Profile.Plan,
            ["brand"] = fact.Profile.Brand,
            ["region"] = fact.Profile.Region,
        },
        SubscriberFact.FactOneofCase.NumberAssigned => new JsonObject
        {
            ["kind"] = "number",
            ["msisdn"] = fact.NumberAssigned.Msisdn.Length > 0 ? fact.NumberAssigned.Msisdn : null,
            ["imsi"] = fact.NumberAssigned.Imsi.Length > 0 ? fact.NumberAssigned.Imsi : null,
            ["subscriber_id"] = fact.NumberAssigned.SubscriberId.Length > 0 ? fact.NumberAssigned.SubscriberId : null,
            ["start_time"] = Time(fact.NumberAssigned.StartTime),
            ["end_time"] = Time(fact.NumberAssigned.EndTime),
        },
        SubscriberFact.FactOneofCase.BusinessFact => new JsonObject { ["kind"] = "fact", ["fact"] = JsonNode.Parse(FactJson.Formatter.Format(fact.BusinessFact)) },
        _ => new JsonObject { ["kind"] = "unknown" },
    };

    private static JsonObject Of(UsageRecord usage) => new()
    {
        ["kind"] = "usage",
        ["id"] = usage.Id,
        ["record_type"] = usage.RecordType,
        ["service"] = Names.Of(usage.Service),
        ["direction"] = Names.Of(WatchedUsage.DirectionOf(usage)),
        ["other_party"] = usage.OtherParty,
        ["start_time"] = Time(usage.StartTime),
        ["duration_seconds"] = usage.DurationSeconds,
        ["octets"] = WatchedUsage.Octets(usage),
        ["count"] = Math.Max(1, usage.Count),
        ["charge_micros"] = usage.HasChargeMicros ? usage.ChargeMicros : null,
        ["currency_code"] = usage.HasChargeMicros ? usage.CurrencyCode : null,
        ["reversal_of"] = usage.ReversalOf.Length > 0 ? usage.ReversalOf : null,
    };

    /// <summary>The latest bill month; null before the first usage.</summary>
    private static JsonObject? Totals(Subscriber subscriber)
    {
        if (subscriber.Months.LastOrDefault() is not { } month) return null;
        var services = new JsonObject();
        foreach (var service in month.Services.GroupBy(static usage => usage.Service))
        {
            var sum = UsageSums.Of(service);
            services[Names.Of(service.Key)] = new JsonObject
            {
                ["count"] = sum.Count,
                ["duration_seconds"] = sum.DurationSeconds,
                ["octets"] = sum.Octets,
                ["billed_minutes"] = sum.BilledMinutes,
            };
        }

        return new JsonObject { ["version"] = subscriber.Version, ["month"] = month.Month, ["charge_micros"] = month.ChargeMicros, ["services"] = services };
    }

    private static string? Time(Timestamp? time) => time?.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
