using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Tests.Support;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Tests.Subscribers;

/// <summary>What a subscriber's totals must be: computed anew from the list of accepted records, with the zone as .NET knows it.</summary>
internal sealed class UsageOracle(string timeZone, int dayWindow)
{
    private static readonly DateOnly Epoch = new(1970, 1, 1);

    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);

    internal void Check(SubscriberState state, IReadOnlyCollection<Support.Usage> accepted)
    {
        Assert.Equal(Totals(accepted, DayOf, dayWindow), Totals(state.Days));
        Assert.Equal(Totals(accepted, MonthOf, SubscriberState.MonthWindow), Totals(state.Months));
        Assert.Equal(accepted.Select(r => r.Start).DefaultIfEmpty().Max(), state.LastUsage);
        Assert.Equal(accepted.Where(r => r.Direction == UsageDirection.Outgoing).Select(r => r.Start).DefaultIfEmpty().Max(), state.LastOutgoing);
    }

    private int DayOf(Support.Usage record) => LocalDate(record).DayNumber - Epoch.DayNumber;

    private int MonthOf(Support.Usage record) => (LocalDate(record).Year * 12) + LocalDate(record).Month - 1;

    private DateOnly LocalDate(Support.Usage record) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(record.Start), _zone).DateTime);

    private static string Totals(IReadOnlyCollection<Support.Usage> records, Func<Support.Usage, int> periodOf, int window)
    {
        if (records.Count == 0) return "";
        var last = records.Max(periodOf);
        return string.Join("\n", records.Where(r => periodOf(r) > last - window)
            .GroupBy(r => (Period: periodOf(r), r.Service, r.Direction))
            .OrderBy(g => g.Key)
            .Select(g => $"{g.Key.Period} {g.Key.Service} {g.Key.Direction} {Sum(g.Select(r => r.Events), uint.MaxValue)} {Sum(g.Select(r => r.Amount), long.MaxValue)}"));
    }

    private static string Totals(ReadOnlySpan<UsageTotal> totals)
    {
        var lines = new List<string>();
        foreach (var t in totals) lines.Add($"{t.Period} {t.Service} {t.Direction} {t.Count} {t.Amount}");
        return string.Join("\n", lines);
    }

    private static UInt128 Sum(IEnumerable<ulong> values, ulong most) =>
        UInt128.Min(most, values.Aggregate((UInt128)0, (sum, v) => sum + v));
}
