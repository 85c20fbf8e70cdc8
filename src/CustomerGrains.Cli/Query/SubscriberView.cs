using System.Globalization;
using CustomerGrains.Cli.Output;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Spectre.Console;

namespace CustomerGrains.Cli.Query;

/// <summary>A subscriber for people: who, which numbers, and usage by month and day.</summary>
internal static class SubscriberView
{
    /// <summary>Writes it.</summary>
    public static void Write(Subscriber subscriber, Terminal terminal)
    {
        terminal.Out.WriteLine($"{subscriber.SubscriberId}  {string.Join(", ", new[] { subscriber.Brand, subscriber.Plan, subscriber.Region }.Where(static text => text.Length > 0))}");
        terminal.Out.WriteLine($"since {Time(subscriber.ActivationTime)}, version {subscriber.Version}, last usage {Time(subscriber.LastUsageTime)}, last outgoing {Time(subscriber.LastOutgoingTime)}");
        foreach (var number in subscriber.Numbers)
        {
            terminal.Out.WriteLine($"  {(number.Msisdn.Length > 0 ? $"+{number.Msisdn}" : $"IMSI {number.Imsi}")} from {Time(number.StartTime)}{(number.EndTime is null ? "" : $" to {Time(number.EndTime)}")}");
        }

        Table(terminal, "Month", subscriber.Months.Select(static month => (month.Month, (IReadOnlyList<ServiceUsage>)month.Services)).ToList());
        Table(terminal, "Day", subscriber.Days.Select(static day => (day.Day, (IReadOnlyList<ServiceUsage>)day.Services)).ToList());
    }

    private static void Table(Terminal terminal, string period, List<(string Period, IReadOnlyList<ServiceUsage> Services)> rows)
    {
        if (rows.Count == 0)
        {
            terminal.Out.WriteLine($"No usage by {period.ToLowerInvariant()}.");
            return;
        }

        var columns = rows.SelectMany(static row => row.Services).Select(static usage => (usage.Service, usage.Direction)).Distinct().Order().ToList();
        var table = new Table().Border(TableBorder.Simple).AddColumn(period);
        foreach (var (service, direction) in columns)
        {
            table.AddColumn(new TableColumn($"{Names.Of(service)} {(direction == Direction.Incoming ? "in" : direction == Direction.Outgoing ? "out" : "")}".Trim()).RightAligned());
        }

        foreach (var (name, services) in rows)
        {
            table.AddRow([name, .. columns.Select(column => Cell(services.FirstOrDefault(usage => (usage.Service, usage.Direction) == column)))]);
        }

        terminal.Screen.Write(table);
    }

    private static string Cell(ServiceUsage? usage) => usage switch
    {
        null => "",
        { Octets: > 0 } => string.Create(CultureInfo.InvariantCulture, $"{usage.Count} / {usage.Octets / 1e6:N1} MB"),
        { DurationSeconds: > 0 } => string.Create(CultureInfo.InvariantCulture, $"{usage.Count} / {usage.DurationSeconds / 60.0:N1} min"),
        _ => usage.Count.ToString(CultureInfo.InvariantCulture),
    };

    private static string Time(Timestamp? time) => time?.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "never";
}
