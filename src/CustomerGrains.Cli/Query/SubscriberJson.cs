using System.Globalization;
using System.Text.Json.Nodes;
using CustomerGrains.Cli.Output;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Cli.Query;

/// <summary>
/// A subscriber as the JSON of <c>get --json</c>. Scripts read it: members are added, never renamed or taken away. Every member is
/// always there; null means "none". This project's README has them all.
/// </summary>
internal static class SubscriberJson
{
    /// <summary>The whole subscriber.</summary>
    public static JsonObject Of(Subscriber subscriber) => new()
    {
        ["subscriber_id"] = subscriber.SubscriberId,
        ["activation_time"] = Time(subscriber.ActivationTime),
        ["plan"] = subscriber.Plan,
        ["brand"] = subscriber.Brand,
        ["region"] = subscriber.Region,
        ["numbers"] = List(subscriber.Numbers, Number),
        ["hours"] = List(subscriber.Hours, static hour => new JsonObject
        {
            ["start_time"] = Time(hour.StartTime),
            ["services"] = Services(hour.Services, Basic),
        }),
        ["days"] = List(subscriber.Days, static day => new JsonObject
        {
            ["day"] = day.Day,
            ["charge_micros"] = day.ChargeMicros,
            ["services"] = Services(day.Services, Basic),
        }),
        ["months"] = List(subscriber.Months, static month => new JsonObject
        {
            ["month"] = month.Month,
            ["charge_micros"] = month.ChargeMicros,
            ["distinct_contacts"] = month.DistinctContacts,
            ["services"] = Services(month.Services, Full),
        }),
        ["trends"] = List(subscriber.Trends, Of),
        ["allowances"] = List(subscriber.Allowances, Of),
        ["currency_code"] = subscriber.CurrencyCode,
        ["last_usage_time"] = Time(subscriber.LastUsageTime),
        ["last_outgoing_time"] = Time(subscriber.LastOutgoingTime),
        ["version"] = subscriber.Version,
        ["update_time"] = Time(subscriber.UpdateTime),
        ["as_of"] = Time(subscriber.AsOf),
    };

    /// <summary>By service: both directions together, then each of them.</summary>
    private static JsonObject Services(IEnumerable<ServiceUsage> services, Func<ServiceUsage, JsonObject> write)
    {
        var json = new JsonObject();
        foreach (var service in services.GroupBy(static usage => usage.Service))
        {
            var both = write(UsageSums.Of(service));
            both["outgoing"] = write(UsageSums.Of(service.Where(static usage => usage.Direction != Direction.Incoming)));
            both["incoming"] = write(UsageSums.Of(service.Where(static usage => usage.Direction == Direction.Incoming)));
            json[Names.Of(service.Key)] = both;
        }

        return json;
    }

    /// <summary>What hours and days have.</summary>
    private static JsonObject Basic(ServiceUsage usage) => new()
    {
        ["count"] = usage.Count,
        ["duration_seconds"] = usage.DurationSeconds,
        ["octets"] = usage.Octets,
        ["reversed"] = usage.Reversed,
    };

    private static JsonObject Full(ServiceUsage usage)
    {
        var json = Basic(usage);
        json["billed_minutes"] = usage.BilledMinutes;
        json["charge_micros"] = usage.ChargeMicros;
        json["other_currency_records"] = usage.OtherCurrencyRecords;
        json["dropped"] = usage.Dropped;
        json["on_net"] = Split(usage.OnNet);
        json["off_net"] = Split(usage.OffNet);
        json["local"] = Split(usage.Local);
        json["long_distance"] = Split(usage.LongDistance);
        json["international"] = Split(usage.International);
        json["roaming"] = Split(usage.Roaming);
        json["peak"] = Split(usage.Peak);
        json["off_peak"] = Split(usage.OffPeak);
        return json;
    }

    private static JsonObject Split(UsageSplit split) => new()
    {
        ["count"] = split.Count,
        ["duration_seconds"] = split.DurationSeconds,
        ["octets"] = split.Octets,
    };

    private static JsonObject Of(UsageTrend trend) => new()
    {
        ["service"] = Names.Of(trend.Service),
        ["trend"] = trend.Trend == Trend.Unspecified ? null : Names.Of(trend.Trend),
        ["slope_per_month"] = trend.HasSlopePerMonth ? trend.SlopePerMonth : null,
        ["month_to_date"] = trend.MonthToDate,
        ["same_days_before"] = trend.SameDaysBefore,
        ["prorated"] = trend.Prorated,
    };

    private static JsonObject Of(AllowanceUse use) => new()
    {
        ["service"] = Names.Of(use.Service),
        ["included"] = use.Included,
        ["used"] = use.Used,
        ["left"] = use.Left,
        ["runs_out_time"] = Time(use.RunsOutTime),
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

    private static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonObject> write) => [.. items.Select(write)];

    private static string? Time(Timestamp? time) => time?.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
