using System.Text.Json.Nodes;
using CustomerGrains.Cli.Output;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Cli.Query;

/// <summary>A subscriber as the JSON of <c>get --json</c>, whose shape is kept: scripts read it.</summary>
internal static class SubscriberJson
{
    /// <summary>The whole subscriber.</summary>
    public static JsonObject Of(Subscriber subscriber)
    {
        var json = new JsonObject
        {
            ["subscriber_id"] = subscriber.SubscriberId,
            ["activation_time"] = Time(subscriber.ActivationTime),
            ["plan"] = subscriber.Plan,
            ["brand"] = subscriber.Brand,
            ["region"] = subscriber.Region,
            ["numbers"] = new JsonArray([.. subscriber.Numbers.Select(Number)]),
            ["days"] = new JsonArray([.. subscriber.Days.Select(static day => new JsonObject { ["day"] = day.Day, ["services"] = Services(day.Services) })]),
            ["months"] = new JsonArray([.. subscriber.Months.Select(static month => new JsonObject { ["month"] = month.Month, ["services"] = Services(month.Services) })]),
            ["last_usage_time"] = Time(subscriber.LastUsageTime),
            ["last_outgoing_time"] = Time(subscriber.LastOutgoingTime),
            ["version"] = subscriber.Version,
            ["update_time"] = Time(subscriber.UpdateTime),
        };
        return json;
    }

    /// <summary>By service, then by direction; both directions are always there.</summary>
    private static JsonObject Services(IEnumerable<ServiceUsage> services)
    {
        var json = new JsonObject();
        foreach (var byService in services.GroupBy(static usage => usage.Service))
        {
            var directions = new JsonObject { ["outgoing"] = Usage(new ServiceUsage()), ["incoming"] = Usage(new ServiceUsage()) };
            foreach (var usage in byService) directions[Names.Of(usage.Direction)] = Usage(usage);
            json[Names.Of(byService.Key)] = directions;
        }

        return json;
    }

    private static JsonObject Usage(ServiceUsage usage) => new()
    {
        ["count"] = usage.Count,
        ["duration_seconds"] = usage.DurationSeconds,
        ["octets"] = usage.Octets,
    };

    private static JsonObject Number(HeldNumber number)
    {
        var json = new JsonObject();
        if (number.Msisdn.Length > 0) json["msisdn"] = number.Msisdn;
        if (number.Imsi.Length > 0) json["imsi"] = number.Imsi;
        json["start_time"] = Time(number.StartTime);
        json["end_time"] = Time(number.EndTime);
        return json;
    }

    private static string? Time(Timestamp? time) => time?.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
