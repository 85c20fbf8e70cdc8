using System.IO.Hashing;
using CustomerGrains.Domain.Consumption;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Tests.Support;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Tests.Subscribers;

/// <summary>What a subscriber's windows must be: computed anew from the list of accepted records, with the zone as .NET knows it. The
/// records of a session are taken for one, however far apart.</summary>
internal sealed class UsageOracle(string timeZone, int dayWindow = FoldParameters.DefaultDayWindow, int peakFrom = 8, int peakTo = 22, string currency = "CNY")
{
    private const long LastHour = (1 << 22) - 1;
    private const long LastSession = uint.MaxValue - 1L;
    private static readonly DateOnly Epoch = new(1970, 1, 1);

    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);

    internal void Check(SubscriberState state, IReadOnlyCollection<Support.Usage> accepted)
    {
        var items = accepted.SelectMany(OfRecord).Concat(Sessions(accepted).SelectMany(OfSession)).ToArray();
        var perService = items.Where(i => i.Measure == UsageMeasure.All).ToArray();
        var charges = items.Where(i => i.Measure == UsageMeasure.Charge).Select(i => i with { Service = ServiceKind.None, Direction = UsageDirection.Outgoing });
        Same(perService.Where(i => i.Time / 3_600 <= LastHour), i => (int)(i / 3_600), SubscriberState.HourWindow, state.Hours);
        Same(perService.Concat(charges), DayOf, dayWindow, state.Days);
        Same(items, MonthOf, SubscriberState.MonthWindow, state.Months);
        CheckLines(items, state);
        CheckContacts(accepted, state);
        var use = accepted.Where(r => r.ReversalOf.Length == 0).ToArray();
        Assert.Equal(use.Select(r => r.Start).DefaultIfEmpty().Max(), state.LastUsage);
        Assert.Equal(use.Where(r => r.Direction == UsageDirection.Outgoing).Select(r => r.Start).DefaultIfEmpty().Max(), state.LastOutgoing);
    }

    private IEnumerable<Item> OfRecord(Support.Usage record)
    {
        var isReversal = record.ReversalOf.Length > 0;
        var isOfSession = IsOfSession(record);
        var count = isOfSession || (isReversal && record.SessionId.Length > 0 && record.CloseCause is 1 or 16 or 17 or 18) ? 0 : Math.Min(record.Events, uint.MaxValue);
        foreach (var measure in Splits(record).Prepend(UsageMeasure.All)) yield return Of(record, isReversal, measure, count, record.Amount);
        if (record.CloseCause == 4) yield return Of(record, isReversal, UsageMeasure.Dropped, 1, 0);
        if (record.Service == ServiceKind.Voice && record.Duration > 0 && !isOfSession) yield return Of(record, isReversal, UsageMeasure.BilledMinutes, count, Minutes(record.Duration));
        if (record.Charge is not { } charge) yield break;
        if (record.Currency != currency) yield return Of(record, isReversal, UsageMeasure.OtherCurrency, 1, 0);
        else yield return Of(record, isReversal != charge < 0, UsageMeasure.Charge, 1, (ulong)Int128.Abs(charge));
    }

    private static IEnumerable<IGrouping<(int, ServiceKind, UsageDirection, string), Support.Usage>> Sessions(IEnumerable<Support.Usage> records) =>
        records.Where(IsOfSession).GroupBy(r => (r.Source, r.Service, r.Direction, r.SessionId));

    private IEnumerable<Item> OfSession(IEnumerable<Support.Usage> records)
    {
        var earliest = records.OrderBy(r => r.Start).ThenByDescending(r => Splits(r).Sum(m => 1 << (int)m)).First();
        var seconds = UInt128.Min(uint.MaxValue, Sum(records.Select(r => (UInt128)Math.Min(r.Duration, uint.MaxValue))));
        foreach (var measure in Splits(earliest).Prepend(UsageMeasure.All)) yield return Of(earliest, false, measure, 1, 0);
        if (earliest.Service == ServiceKind.Voice && seconds > 0) yield return Of(earliest, false, UsageMeasure.BilledMinutes, 1, Minutes(seconds));
    }

    private static bool IsOfSession(Support.Usage record) => record.SessionId.Length > 0 && record.ReversalOf.Length == 0 && record.Start <= LastSession;

    private IEnumerable<UsageMeasure> Splits(Support.Usage record)
    {
        if (record.OnNet is { } onNet) yield return onNet ? UsageMeasure.OnNet : UsageMeasure.OffNet;
        if (record.CallKind > 0) yield return record.CallKind switch { 1 => UsageMeasure.Local, 2 => UsageMeasure.LongDistance, _ => UsageMeasure.International };
        if (record.VisitedPlmn.Length > 0 || record.Type == RecordTypes.Roaming) yield return UsageMeasure.Roaming;
        var hour = LocalTime(record.Start).Hour;
        if (peakFrom < peakTo ? hour >= peakFrom && hour < peakTo : hour >= peakFrom || hour < peakTo) yield return UsageMeasure.Peak;
    }

    private static void Same(IEnumerable<Item> items, Func<long, int> periodOf, int window, ReadOnlySpan<UsageTotal> actual)
    {
        var totals = new List<string>();
        foreach (var t in actual) totals.Add(Line(t.Period, t.Service, t.Direction, t.IsReversal, t.Measure, t.Count, (UInt128)t.Amount));
        Assert.Equal(string.Join("\n", InWindow(items, periodOf, window)
            .GroupBy(i => (Period: periodOf(i.Time), i.Service, i.Direction, i.IsReversal, i.Measure))
            .Select(g => Line(g.Key.Period, g.Key.Service, g.Key.Direction, g.Key.IsReversal, g.Key.Measure, Counts(g), Amounts(g)))
            .Order(StringComparer.Ordinal)), string.Join("\n", totals.Order(StringComparer.Ordinal)));

        static string Line(int period, ServiceKind service, UsageDirection direction, bool isReversal, UsageMeasure measure, UInt128 count, UInt128 amount) =>
            $"{period} {service} {direction} {(isReversal ? "reversed" : "used")} {measure} {count} {amount}";
    }

    private static Item[] InWindow(IEnumerable<Item> items, Func<long, int> periodOf, int window)
    {
        var all = items.ToArray();
        var last = all.Select(i => periodOf(i.Time)).DefaultIfEmpty().Max();
        return [.. all.Where(i => periodOf(i.Time) > last - window)];
    }

    /// <summary>What callers see: used less taken back.</summary>
    private void CheckLines(Item[] items, SubscriberState state)
    {
        var lines = UsageLine.Of(state.Months);
        var expected = InWindow(items, MonthOf, SubscriberState.MonthWindow).GroupBy(i => (Period: MonthOf(i.Time), i.Service, i.Direction)).OrderBy(g => g.Key).ToArray();
        Assert.Equal(expected.Select(g => g.Key), lines.Select(l => (l.Period, l.Service, l.Direction)));
        foreach (var (group, line) in expected.Zip(lines))
        {
            foreach (var measure in Enum.GetValues<UsageMeasure>())
            {
                var (used, taken) = (group.Where(i => i.Measure == measure && !i.IsReversal), group.Where(i => i.Measure == measure && i.IsReversal));
                Assert.Equal(Counts(used) > Counts(taken) ? Counts(used) - Counts(taken) : 0, line.Count(measure));
                Assert.Equal(Amounts(used) > Amounts(taken) ? Amounts(used) - Amounts(taken) : 0, line.Amount(measure));
                if (measure == UsageMeasure.Charge) Assert.Equal((Int128)Amounts(used) - (Int128)Amounts(taken), line.ChargeMicros);
                if (measure == UsageMeasure.All) Assert.Equal(Counts(taken), (UInt128)line.Reversed);
            }
        }
    }

    /// <summary>Linear counting: of 256 places each other party takes one; what is free tells how many there are.</summary>
    private void CheckContacts(IEnumerable<Support.Usage> accepted, SubscriberState state)
    {
        var contacts = accepted.Where(r => r.ReversalOf.Length == 0 && r.OtherParty.Length > 0 && r.Service is ServiceKind.Voice or ServiceKind.Sms or ServiceKind.Mms).ToArray();
        var last = contacts.Select(r => MonthOf(r.Start)).DefaultIfEmpty().Max();
        var expected = contacts.Where(r => MonthOf(r.Start) > last - SubscriberState.MonthWindow).GroupBy(r => MonthOf(r.Start)).OrderBy(g => g.Key)
            .Select(g => (g.Key, Estimate(g.Select(r => r.OtherParty))));
        Assert.Equal(expected, state.Contacts.ToArray().Select(c => (c.Month, c.Estimate)));
    }

    internal static int Estimate(IEnumerable<string> parties)
    {
        var taken = parties.Select(p => XxHash3.HashToUInt64(System.Text.Encoding.UTF8.GetBytes(p)) % 256).Distinct().Count();
        return (int)Math.Round(-256 * Math.Log(Math.Max(256 - taken, 1) / 256.0));
    }

    private static Item Of(Support.Usage record, bool isReversal, UsageMeasure measure, ulong count, UInt128 amount) =>
        new(record.Start, record.Service, record.Direction, isReversal, measure, count, UInt128.Min(amount, long.MaxValue));

    private static UInt128 Minutes(UInt128 seconds) => (seconds + 59) / 60;

    private static UInt128 Counts(IEnumerable<Item> items) => UInt128.Min(uint.MaxValue, Sum(items.Select(i => (UInt128)i.Count)));

    private static UInt128 Amounts(IEnumerable<Item> items) => UInt128.Min(long.MaxValue, Sum(items.Select(i => i.Amount)));

    private static UInt128 Sum(IEnumerable<UInt128> values) => values.Aggregate((UInt128)0, (sum, v) => sum + v);

    private int DayOf(long time) => DateOnly.FromDateTime(LocalTime(time)).DayNumber - Epoch.DayNumber;

    private int MonthOf(long time) => (LocalTime(time).Year * 12) + LocalTime(time).Month - 1;

    private DateTime LocalTime(long time) => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(time), _zone).DateTime;

    /// <summary>What a record or a session adds to a measure.</summary>
    private sealed record Item(long Time, ServiceKind Service, UsageDirection Direction, bool IsReversal, UsageMeasure Measure, ulong Count, UInt128 Amount);
}
