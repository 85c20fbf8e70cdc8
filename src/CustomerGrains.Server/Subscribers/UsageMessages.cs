using CustomerGrains.Domain.Consumption;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Usage;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Subscribers;

/// <summary>Totals as callers get them: one message per service and direction, what was taken back subtracted.</summary>
internal static class UsageMessages
{
    /// <summary>Calls <paramref name="add"/> for each period with its lines, in order.</summary>
    internal static void ByPeriod(ReadOnlySpan<UsageTotal> totals, Action<int, List<UsageLine>> add)
    {
        var lines = UsageLine.Of(totals);
        for (var start = 0; start < lines.Count;)
        {
            var end = start + 1;
            while (end < lines.Count && lines[end].Period == lines[start].Period) end++;
            add(lines[start].Period, lines.GetRange(start, end - start));
            start = end;
        }
    }

    /// <summary>Without the lines that only hold a period's charges.</summary>
    internal static IEnumerable<ServiceUsage> Services(List<UsageLine> lines, bool withSplits) =>
        lines.Where(line => line.Service != ServiceKind.None).Select(line => ToMessage(line, withSplits));

    private static ServiceUsage ToMessage(UsageLine line, bool withSplits)
    {
        var (count, amount) = (line.Count(UsageMeasure.All), line.Amount(UsageMeasure.All));
        var message = new ServiceUsage
        {
            Service = (V1.Service)line.Service,
            Direction = (Direction)line.Direction,
            Count = count,
            DurationSeconds = Seconds(line.Service, amount),
            Octets = Octets(line.Service, amount),
            Reversed = (ulong)line.Reversed,
        };
        if (!withSplits) return message;
        message.BilledMinutes = line.Amount(UsageMeasure.BilledMinutes);
        message.ChargeMicros = line.ChargeMicros;
        message.Dropped = line.Count(UsageMeasure.Dropped);
        message.OtherCurrencyRecords = line.Count(UsageMeasure.OtherCurrency);
        message.OnNet = Split(UsageMeasure.OnNet);
        message.OffNet = Split(UsageMeasure.OffNet);
        message.Local = Split(UsageMeasure.Local);
        message.LongDistance = Split(UsageMeasure.LongDistance);
        message.International = Split(UsageMeasure.International);
        message.Roaming = Split(UsageMeasure.Roaming);
        message.Peak = Split(UsageMeasure.Peak);
        message.OffPeak = Of(Less(count, line.Count(UsageMeasure.Peak)), Less(amount, line.Amount(UsageMeasure.Peak)));
        return message;

        UsageSplit? Split(UsageMeasure measure) => Of(line.Count(measure), line.Amount(measure));

        UsageSplit? Of(ulong events, ulong sum) => events == 0 && sum == 0 ? null : new UsageSplit
        {
            Count = events,
            DurationSeconds = Seconds(line.Service, sum),
            Octets = Octets(line.Service, sum),
        };
    }

    private static ulong Less(ulong all, ulong part) => all > part ? all - part : 0;

    private static ulong Seconds(ServiceKind service, ulong amount) => service == ServiceKind.Voice ? amount : 0;

    private static ulong Octets(ServiceKind service, ulong amount) => service is ServiceKind.Data or ServiceKind.Mms ? amount : 0;
}
