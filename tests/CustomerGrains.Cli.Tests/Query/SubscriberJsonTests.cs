using System.Text.Json.Nodes;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Query;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Cli.Tests.Query;

/// <summary>The shape of <c>get --json</c>, which scripts read.</summary>
public sealed class SubscriberJsonTests
{
    [Fact]
    public void Every_member_is_pinned()
    {
        var json = SubscriberJson.Of(Example());
        AssertJson("""
            {
              "subscriber_id": "s-1", "activation_time": "2026-01-01T00:00:00Z", "plan": "p", "brand": "b", "region": "r",
              "numbers": [
                { "msisdn": "8613800000001", "start_time": "2026-01-01T00:00:00Z", "end_time": null },
                { "imsi": "460001234567890", "start_time": "2026-01-01T00:00:00Z", "end_time": "2026-02-01T00:00:00Z" }
              ],
              "hours": [{ "start_time": "2026-03-01T10:00:00Z", "services": {
                "sms": {
                  "count": 2, "duration_seconds": 0, "octets": 0, "reversed": 0,
                  "outgoing": { "count": 0, "duration_seconds": 0, "octets": 0, "reversed": 0 },
                  "incoming": { "count": 2, "duration_seconds": 0, "octets": 0, "reversed": 0 }
                } } }],
              "days": [{ "day": "2026-03-01", "charge_micros": -5, "services": {
                "data": {
                  "count": 1, "duration_seconds": 0, "octets": 7, "reversed": 3,
                  "outgoing": { "count": 1, "duration_seconds": 0, "octets": 7, "reversed": 3 },
                  "incoming": { "count": 0, "duration_seconds": 0, "octets": 0, "reversed": 0 }
                } } }],
              "months": [],
              "trends": [
                { "service": "voice", "trend": "falling", "slope_per_month": -0.25, "month_to_date": 60, "same_days_before": 120, "prorated": true },
                { "service": "value_added", "trend": null, "slope_per_month": null, "month_to_date": 1, "same_days_before": 0, "prorated": false }
              ],
              "allowances": [
                { "service": "voice", "included": 500, "used": 400, "left": 100, "runs_out_time": "2026-03-20T00:00:00Z" },
                { "service": "data", "included": 5, "used": 1, "left": 4, "runs_out_time": null }
              ],
              "currency_code": "CNY", "last_usage_time": "2026-03-01T10:00:00Z", "last_outgoing_time": null, "version": 12,
              "update_time": "2026-03-01T10:00:01Z", "as_of": "2026-03-01T11:00:00Z"
            }
            """, json);
    }

    [Fact]
    public void A_month_has_the_sums_of_both_directions_and_each()
    {
        var subscriber = new Subscriber { Months = { new MonthUsage { Month = "2026-03", ChargeMicros = 99, DistinctContacts = 4, Services = { Call(Direction.Outgoing, 1), Call(Direction.Incoming, 1_000) } } } };
        var month = SubscriberJson.Of(subscriber)["months"]![0]!;
        var voice = month["services"]!["voice"]!.AsObject();
        Assert.Equal(["month", "charge_micros", "distinct_contacts", "services"], month.AsObject().Select(static member => member.Key));
        Assert.Equal(("2026-03", 99, 4u), ((string)month["month"]!, (long)month["charge_micros"]!, (uint)month["distinct_contacts"]!));
        AssertJson(Expected(1_001, """, "outgoing": %out, "incoming": %in""").Replace("%out", Expected(1, ""), StringComparison.Ordinal).Replace("%in", Expected(1_000, ""), StringComparison.Ordinal), voice);
    }

    [Fact]
    public void Splits_that_the_server_leaves_out_are_zeros()
    {
        var subscriber = new Subscriber { Months = { new MonthUsage { Services = { new ServiceUsage { Service = Service.Sms, Direction = Direction.Outgoing, Count = 1 } } } } };
        var roaming = SubscriberJson.Of(subscriber)["months"]![0]!["services"]!["sms"]!["roaming"]!;
        AssertJson("""{ "count": 0, "duration_seconds": 0, "octets": 0 }""", roaming);
    }

    [Fact]
    public void People_see_hours_allowances_trends_months_and_days()
    {
        var subscriber = Example();
        subscriber.Plan = "[green]"; // Not a colour: it comes from somebody's file.
        subscriber.Months.Add(new MonthUsage { Month = "2026-03", DistinctContacts = 4, ChargeMicros = 1_230_000, Services = { Call(Direction.Outgoing, 2), new ServiceUsage { Service = Service.Data, Count = 1, Octets = 3 * 1_048_576 / 2 } } });
        using var output = new StringWriter();
        SubscriberView.Write(subscriber, new Terminal(output, TextWriter.Null, interactive: false));
        var text = output.ToString();
        Assert.Contains("sms         ······················█·  2\n", text, StringComparison.Ordinal);
        Assert.Contains("Allowances of [green]", text, StringComparison.Ordinal);
        Assert.Matches(@"voice +400 min +500 min +100 min +2026-03-20", text);
        Assert.Contains("↓ voice: -25 % a month over the last three; this month 1 min, same days before about 2 min (-50 %)", text, StringComparison.Ordinal);
        Assert.Matches(@"2026-03 +2 +0 +8 +12 +0 +1 +1\.5 +4 +1\.23", text);
        Assert.Matches(@"2026-03-01 +0 +0 +0\.0 +0 +1 +0\.0", text);
    }

    [Theory]
    [InlineData(new ulong[] { 0, 1, 2, 7 }, "·▂▃█")]
    [InlineData(new ulong[] { 0, 0 }, "··")]
    [InlineData(new ulong[] { ulong.MaxValue, 1 }, "█▁")]
    [InlineData(new ulong[0], "")]
    public void Sparklines_tell_nothing_from_little(ulong[] values, string expected) => Assert.Equal(expected, Sparkline.Of(values));

    /// <summary>All fields different, in multiples of a unit.</summary>
    private static ServiceUsage Call(Direction direction, uint unit) => new()
    {
        Service = Service.Voice,
        Direction = direction,
        Count = unit,
        DurationSeconds = 2 * unit,
        Octets = 3 * unit,
        BilledMinutes = 4 * unit,
        ChargeMicros = 5 * unit,
        Dropped = 6 * unit,
        Reversed = 7 * unit,
        OtherCurrencyRecords = 8 * unit,
        OnNet = Split(9 * unit),
        OffNet = Split(10 * unit),
        Local = Split(11 * unit),
        LongDistance = Split(12 * unit),
        International = Split(13 * unit),
        Roaming = Split(14 * unit),
        Peak = Split(15 * unit),
        OffPeak = Split(16 * unit),
    };

    private static UsageSplit Split(uint unit) => new() { Count = unit, DurationSeconds = 100 * unit, Octets = 10_000 * unit };

    private static string Expected(int unit, string more)
    {
        string Split(int times) => $$"""{ "count": {{times * unit}}, "duration_seconds": {{100L * times * unit}}, "octets": {{10_000L * times * unit}} }""";
        return $$"""
            {
              "count": {{unit}}, "duration_seconds": {{2 * unit}}, "octets": {{3 * unit}}, "reversed": {{7 * unit}},
              "billed_minutes": {{4 * unit}}, "charge_micros": {{5 * unit}}, "other_currency_records": {{8 * unit}}, "dropped": {{6 * unit}},
              "on_net": {{Split(9)}}, "off_net": {{Split(10)}}, "local": {{Split(11)}}, "long_distance": {{Split(12)}},
              "international": {{Split(13)}}, "roaming": {{Split(14)}}, "peak": {{Split(15)}}, "off_peak": {{Split(16)}} {{more}}
            }
            """;
    }

    private static Subscriber Example() => new()
    {
        SubscriberId = "s-1",
        ActivationTime = At("2026-01-01T00:00:00Z"),
        Plan = "p",
        Brand = "b",
        Region = "r",
        Numbers =
        {
            new HeldNumber { Msisdn = "8613800000001", StartTime = At("2026-01-01T00:00:00Z") },
            new HeldNumber { Imsi = "460001234567890", StartTime = At("2026-01-01T00:00:00Z"), EndTime = At("2026-02-01T00:00:00Z") },
        },
        Hours = { new HourUsage { StartTime = At("2026-03-01T10:00:00Z"), Services = { new ServiceUsage { Service = Service.Sms, Direction = Direction.Incoming, Count = 2 } } } },
        Days = { new DayUsage { Day = "2026-03-01", ChargeMicros = -5, Services = { new ServiceUsage { Service = Service.Data, Direction = Direction.Outgoing, Count = 1, Octets = 7, Reversed = 3 } } } },
        Trends =
        {
            new UsageTrend { Service = Service.Voice, Trend = Trend.Falling, SlopePerMonth = -0.25, MonthToDate = 60, SameDaysBefore = 120, Prorated = true },
            new UsageTrend { Service = Service.ValueAdded, MonthToDate = 1 },
        },
        Allowances =
        {
            new AllowanceUse { Service = Service.Voice, Included = 500, Used = 400, Left = 100, RunsOutTime = At("2026-03-20T00:00:00Z") },
            new AllowanceUse { Service = Service.Data, Included = 5, Used = 1, Left = 4 },
        },
        CurrencyCode = "CNY",
        LastUsageTime = At("2026-03-01T10:00:00Z"),
        Version = 12,
        UpdateTime = At("2026-03-01T10:00:01Z"),
        AsOf = At("2026-03-01T11:00:00Z"),
    };

    private static Timestamp At(string time) => Timestamp.FromDateTimeOffset(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));

    private static void AssertJson(string expected, JsonNode actual)
    {
        var node = JsonNode.Parse(expected)!;
        Assert.True(JsonNode.DeepEquals(node, JsonNode.Parse(actual.ToJsonString())), $"expected {node.ToJsonString()}\nactual   {actual.ToJsonString()}");
    }
}
