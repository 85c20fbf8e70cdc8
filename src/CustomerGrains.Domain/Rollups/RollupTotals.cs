using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Relationships;

namespace CustomerGrains.Domain.Rollups;

/// <summary>What a roll-up's members come to, seen from a month. Classes, averages and risk are of lines on the network; spend and arrears of all that are
/// members. Amounts are micros of the store's currency and stay at the largest number.</summary>
public sealed partial class RollupTotals
{
    /// <summary>Members at risk that are named.</summary>
    public const int MaxListed = 20;

    private readonly long[] _status = new long[(int)SubscriberStatus.Terminated + 1];
    private readonly long[] _value = new long[(int)ValueClass.Important + 1];
    private readonly long[] _retention = new long[(int)RetentionClass.OrdinaryMidHighEnd + 1];
    private readonly long[] _churn = new long[(int)ChurnBand.High + 1];
    private readonly long[] _measures = new long[4];
    private List<RollupMember> _atRisk = [];

    private RollupTotals(int month) => Month = month;

    /// <summary>Year × 12 + month − 1.</summary>
    public int Month { get; }

    public long Members { get; private set; }

    /// <summary>How many members have each status.</summary>
    public IReadOnlyList<long> ByStatus => _status;

    /// <summary>How many on the network are of each class by value.</summary>
    public IReadOnlyList<long> ByValue => _value;

    /// <inheritdoc cref="ByValue"/>
    public IReadOnlyList<long> ByRetention => _retention;

    /// <inheritdoc cref="ByValue"/>
    public IReadOnlyList<long> ByChurnBand => _churn;

    /// <summary>How many on the network are held by no, one, two, three or more stabilising measures.</summary>
    public IReadOnlyList<long> ByMeasures => _measures;

    public long KeyMembers { get; private set; }

    public long KeyMembersAtRisk { get; private set; }

    /// <summary>Charged this month so far.</summary>
    public long ChargeMicros { get; private set; }

    /// <summary>Bills of last month.</summary>
    public long BillMicros { get; private set; }

    /// <summary>Of the month before that.</summary>
    public long BillBeforeMicros { get; private set; }

    /// <summary>The sum of the members' mean bills: what a month brings.</summary>
    public long AverageBillMicros { get; private set; }

    public long MarginMicros { get; private set; }

    public long ArrearsMicros { get; private set; }

    public long MembersInArrears { get; private set; }

    /// <summary>Of the oldest, seconds since 1970-01-01 UTC; 0 = none.</summary>
    public long ArrearsSince { get; private set; }

    public long MembersAtRisk { get; private set; }

    /// <summary>What can be expected to be lost a month: of every line on the network its mean bill times its churn probability.</summary>
    public long ValueAtRiskMicros { get; private set; }

    /// <summary>Members at risk, those with most value at risk first; at most <see cref="MaxListed"/>.</summary>
    public IReadOnlyList<RollupMember> AtRisk => _atRisk;

    /// <param name="month">The current bill month.</param>
    public static RollupTotals Of(IEnumerable<MemberReport> reports, int month)
    {
        var totals = new RollupTotals(month);
        var sums = default(Sums);
        var listed = new PriorityQueue<RollupMember, MemberCursor>(Comparer<MemberCursor>.Create(static (a, b) => b.CompareTo(a)));
        foreach (var report in reports)
        {
            if (report.Partial is not { } partial) continue;
            totals.Count(partial);
            var (charge, bill, before) = partial.SeenFrom(month);
            sums.Charge += charge;
            sums.Bill += bill;
            sums.Before += before;
            sums.Arrears += partial.ArrearsMicros;
            if (!partial.IsOnNetwork) continue;
            sums.Average += partial.AverageBillMicros;
            sums.Margin += partial.MarginMicros;
            sums.AtRisk += partial.ValueAtRiskMicros;
            if (!partial.IsAtRisk) continue;
            var place = MemberCursor.Of(MemberOrder.ValueAtRisk, report.SubscriberId, partial);
            if (listed.Count < MaxListed) listed.Enqueue(new RollupMember(report.SubscriberId, partial), place);
            else listed.EnqueueDequeue(new RollupMember(report.SubscriberId, partial), place);
        }
        while (listed.TryDequeue(out var member, out _)) totals._atRisk.Add(member);
        totals._atRisk.Reverse();
        totals.Set(sums);
        return totals;
    }

    /// <summary>Several roll-ups as one, such as those of customers that turned out to be the same. A line that is in two of them counts twice.</summary>
    /// <exception cref="ArgumentException">They are seen from different months, or there are none.</exception>
    public static RollupTotals Sum(IReadOnlyCollection<RollupTotals> parts)
    {
        if (parts.Select(static p => p.Month).Distinct().Count() != 1) throw new ArgumentException("Totals of different months, or none, have no sum.", nameof(parts));
        var totals = new RollupTotals(parts.First().Month);
        var sums = default(Sums);
        foreach (var part in parts)
        {
            totals.Members += part.Members;
            totals.KeyMembers += part.KeyMembers;
            totals.KeyMembersAtRisk += part.KeyMembersAtRisk;
            totals.MembersInArrears += part.MembersInArrears;
            totals.MembersAtRisk += part.MembersAtRisk;
            totals.ArrearsSince = Earlier(totals.ArrearsSince, part.ArrearsSince);
            foreach (var (mine, theirs) in totals.Counts.Zip(part.Counts))
                for (var i = 0; i < mine.Length; i++) mine[i] += theirs[i];
            sums.Charge += part.ChargeMicros;
            sums.Bill += part.BillMicros;
            sums.Before += part.BillBeforeMicros;
            sums.Average += part.AverageBillMicros;
            sums.Margin += part.MarginMicros;
            sums.Arrears += part.ArrearsMicros;
            sums.AtRisk += part.ValueAtRiskMicros;
        }
        totals._atRisk = [.. parts.SelectMany(static p => p.AtRisk).OrderBy(static m => MemberCursor.Of(MemberOrder.ValueAtRisk, m.SubscriberId, m.Partial)).Take(MaxListed)];
        totals.Set(sums);
        return totals;
    }

    private long[][] Counts => [_status, _value, _retention, _churn, _measures];

    private static long Earlier(long one, long other) => one == 0 ? other : other == 0 ? one : Math.Min(one, other);

    private void Count(MemberPartial partial)
    {
        Members++;
        _status[(int)partial.Status]++;
        if (partial.IsKeyMember) KeyMembers++;
        if (partial.ArrearsMicros > 0)
        {
            MembersInArrears++;
            ArrearsSince = Earlier(ArrearsSince, partial.ArrearsSince);
        }
        if (!partial.IsOnNetwork) return;
        _value[(int)partial.Value]++;
        _retention[(int)partial.Retention]++;
        _churn[(int)partial.ChurnBand]++;
        _measures[Math.Min(partial.Measures, _measures.Length - 1)]++;
        if (!partial.IsAtRisk) return;
        MembersAtRisk++;
        if (partial.IsKeyMember) KeyMembersAtRisk++;
    }

    private void Set(in Sums sums)
    {
        ChargeMicros = Amounts.Clamp(sums.Charge);
        BillMicros = Amounts.Clamp(sums.Bill);
        BillBeforeMicros = Amounts.Clamp(sums.Before);
        AverageBillMicros = Amounts.Clamp(sums.Average);
        MarginMicros = Amounts.Clamp(sums.Margin);
        ArrearsMicros = Amounts.Clamp(sums.Arrears);
        ValueAtRiskMicros = Amounts.Clamp(sums.AtRisk);
    }

    private struct Sums
    {
        internal Int128 Charge;
        internal Int128 Bill;
        internal Int128 Before;
        internal Int128 Average;
        internal Int128 Margin;
        internal Int128 Arrears;
        internal Int128 AtRisk;
    }
}
