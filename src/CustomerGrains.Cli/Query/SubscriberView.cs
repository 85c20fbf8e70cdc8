using System.Globalization;
using CustomerGrains.Cli.Output;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Spectre.Console;

namespace CustomerGrains.Cli.Query;

/// <summary>A subscriber for people: who, the last 24 hours, allowances, trends, months and days.</summary>
internal static class SubscriberView
{
    private const int Hours = 24;

    /// <summary>Writes it.</summary>
    public static void Write(Subscriber subscriber, Terminal terminal)
    {
        var output = terminal.Out;
        output.WriteLine($"{subscriber.SubscriberId}  {string.Join(", ", new[] { subscriber.Brand, subscriber.Plan, subscriber.Region }.Where(static text => text.Length > 0))}");
        output.WriteLine($"since {Time(subscriber.ActivationTime)}, version {subscriber.Version}, last usage {Time(subscriber.LastUsageTime)}, last outgoing {Time(subscriber.LastOutgoingTime)}");
        foreach (var number in subscriber.Numbers)
        {
            output.WriteLine($"  {(number.Msisdn.Length > 0 ? $"+{number.Msisdn}" : $"IMSI {number.Imsi}")} from {Time(number.StartTime)}{(number.EndTime is null ? "" : $" to {Time(number.EndTime)}")}");
        }

        if (subscriber.Months.Count == 0)
        {
            output.WriteLine("No usage yet.");
            return;
        }

        WriteHours(subscriber, output);
        WriteAllowances(subscriber, terminal);
        WriteTrends(subscriber, output);
        WriteMonths(subscriber, terminal);
        WriteDays(subscriber, terminal);
    }

    private static void WriteHours(Subscriber subscriber, TextWriter output)
    {
        if (subscriber.AsOf is not { } asOf || subscriber.Hours.Count == 0) return;
        var last = asOf.Seconds / 3_600;
        output.WriteLine();
        output.WriteLine($"Last 24 hours, each a column, up to {Time(asOf)}");
        foreach (var service in subscriber.Hours.SelectMany(static hour => hour.Services).Select(static usage => usage.Service).Distinct().Order())
        {
            var amounts = new ulong[Hours];
            var all = new List<ServiceUsage>();
            foreach (var hour in subscriber.Hours)
            {
                var at = Hours - 1 - (last - (hour.StartTime.Seconds / 3_600));
                var usages = hour.Services.Where(usage => usage.Service == service).ToList();
                all.AddRange(usages);
                if (at is >= 0 and < Hours) amounts[at] += Amount(service, UsageSums.Of(usages));
            }

            output.WriteLine($"  {Names.Of(service),-11} {Sparkline.Of(amounts)}  {Words(service, UsageSums.Of(all))}");
        }
    }

    private static void WriteAllowances(Subscriber subscriber, Terminal terminal)
    {
        if (subscriber.Allowances.Count == 0) return;
        var table = Table(Markup.Escape($"Allowances of {subscriber.Plan}"), "used", "of", "left", "runs out");
        foreach (var use in subscriber.Allowances)
        {
            string Unit(ulong value) => use.Service == Service.Data ? $"{Terminal.Megabytes(value)} MB" : $"{Terminal.Count((long)value)}{(use.Service == Service.Voice ? " min" : "")}";
            var runsOut = use.Left == 0 ? "used up" : use.RunsOutTime is { } at ? at.ToDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "not this month";
            table.AddRow(Names.Of(use.Service), Unit(use.Used), Unit(use.Included), Unit(use.Left), runsOut);
        }

        terminal.Screen.Write(table);
    }

    private static void WriteTrends(Subscriber subscriber, TextWriter output)
    {
        foreach (var trend in subscriber.Trends)
        {
            var arrow = trend.Trend switch { Trend.Rising => "↑", Trend.Falling => "↓", Trend.Steady => "→", _ => " " };
            var slope = trend.HasSlopePerMonth ? $"{Signed(trend.SlopePerMonth)} a month over the last three" : "no three full months yet";
            var before = trend.SameDaysBefore == 0 ? "" : $" ({Signed((trend.MonthToDate / (double)trend.SameDaysBefore) - 1)})";
            output.WriteLine($"{arrow} {Names.Of(trend.Service)}: {slope}; this month {Quantity(trend.Service, trend.MonthToDate)}, same days before {(trend.Prorated ? "about " : "")}{Quantity(trend.Service, trend.SameDaysBefore)}{before}");
        }
    }

    private static void WriteMonths(Subscriber subscriber, Terminal terminal)
    {
        var table = Table("Month", "calls out", "calls in", "billed min", "dropped", "messages", "sessions", "MB", "contacts", Markup.Escape(subscriber.CurrencyCode));
        foreach (var month in subscriber.Months)
        {
            var (voiceOut, voice) = (Sum(month.Services, Service.Voice, Direction.Outgoing), Sum(month.Services, Service.Voice));
            table.AddRow([
                month.Month,
                .. Row(voiceOut.Count, voice.Count - voiceOut.Count, voice.BilledMinutes, voice.Dropped, Sum(month.Services, Service.Sms).Count, Sum(month.Services, Service.Data).Count),
                Terminal.Megabytes(Sum(month.Services, Service.Data).Octets),
                .. Row(month.DistinctContacts),
                (month.ChargeMicros / 1e6m).ToString("N2", CultureInfo.InvariantCulture),
            ]);
        }

        terminal.Screen.Write(table);
    }

    private static void WriteDays(Subscriber subscriber, Terminal terminal)
    {
        var table = Table("Day", "calls out", "calls in", "min", "messages", "sessions", "MB");
        foreach (var day in subscriber.Days)
        {
            var (voiceOut, voice) = (Sum(day.Services, Service.Voice, Direction.Outgoing), Sum(day.Services, Service.Voice));
            table.AddRow([
                day.Day,
                .. Row(voiceOut.Count, voice.Count - voiceOut.Count),
                (voice.DurationSeconds / 60.0).ToString("N1", CultureInfo.InvariantCulture),
                .. Row(Sum(day.Services, Service.Sms).Count, Sum(day.Services, Service.Data).Count),
                Terminal.Megabytes(Sum(day.Services, Service.Data).Octets),
            ]);
        }

        terminal.Screen.Write(table);
    }

    private static Table Table(string first, params string[] others)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(first);
        foreach (var other in others) table.AddColumn(new TableColumn(other).RightAligned());
        return table;
    }

    private static ServiceUsage Sum(IEnumerable<ServiceUsage> services, Service service, Direction? direction = null) =>
        UsageSums.Of(services.Where(usage => usage.Service == service && (direction is null || usage.Direction == direction)));

    private static IEnumerable<string> Row(params ulong[] counts) => counts.Select(static count => Terminal.Count((long)count));

    /// <summary>What a service is measured in: seconds, octets, events.</summary>
    private static ulong Amount(Service service, ServiceUsage usage) => service switch
    {
        Service.Voice => usage.DurationSeconds,
        Service.Data or Service.Mms => usage.Octets,
        _ => usage.Count,
    };

    private static string Words(Service service, ServiceUsage usage) => service is Service.Voice or Service.Data or Service.Mms
        ? $"{Terminal.Count((long)usage.Count)}, {Quantity(service, Amount(service, usage))}"
        : Terminal.Count((long)usage.Count);

    private static string Quantity(Service service, ulong amount) => service switch
    {
        Service.Voice => string.Create(CultureInfo.InvariantCulture, $"{amount / 60.0:N0} min"),
        Service.Data or Service.Mms => $"{Terminal.Megabytes(amount)} MB",
        _ => Terminal.Count((long)amount),
    };

    private static string Signed(double share) => (share * 100).ToString("+0;-0;0", CultureInfo.InvariantCulture) + " %";

    private static string Time(Timestamp? time) => time?.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "never";
}
