using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain.Relationships;

/// <summary>Bills, payments, debts.</summary>
public sealed partial class RelationshipView
{
    private const long Day = 86_400;

    /// <summary>The last 14 months that were billed.</summary>
    public IReadOnlyList<Bill> Bills => [.. All<BillIssued>(FactKind.BillIssued).Select(f => new Bill(
        f.Month, f.GrossMicros, f.NetMicros, Sums(MonthSumKind.Adjustments).FirstOrDefault(s => s.Month == f.Month).Amount, f.OutgoingMinutes, f.DueTime, f.Time))];

    /// <summary>What serving the line cost, by month, the last 14 reported.</summary>
    public IReadOnlyList<CostReported> Costs => All<CostReported>(FactKind.CostReported);

    public BalanceReported? Balance => Last<BalanceReported>(FactKind.BalanceReported);

    /// <summary>What is overdue; null when nothing is.</summary>
    public ArrearsReported? Arrears => Last<ArrearsReported>(FactKind.ArrearsReported) is { AmountMicros: > 0 } arrears ? arrears : null;

    /// <summary>Since when, seconds since 1970-01-01 UTC; 0 when nothing is overdue.</summary>
    public long ArrearsSince => Arrears is { } arrears ? Math.Max(0, SinceOf(arrears)) : 0;

    /// <summary>Full days since which something is overdue; 0 when nothing is.</summary>
    public int ArrearsDays => Arrears is { } arrears ? (int)Math.Max(0, (Now - SinceOf(arrears)) / Day) : 0;

    /// <summary>Every report of arrears that is kept: the last 24.</summary>
    public IReadOnlyList<ArrearsReported> ArrearsReports => All<ArrearsReported>(FactKind.ArrearsReported);

    /// <summary>The last payments.</summary>
    public IReadOnlyList<PaymentReceived> Payments => All<PaymentReceived>(FactKind.PaymentReceived);

    /// <summary>The last recharges.</summary>
    public IReadOnlyList<Recharged> Recharges => All<Recharged>(FactKind.Recharged);

    public PointsChanged? Points => Last<PointsChanged>(FactKind.PointsChanged);

    /// <summary>Promises to pay: the last eight made, and of those settled the last eight.</summary>
    public IReadOnlyList<PaymentPromise> Promises
    {
        get
        {
            var made = All<PromiseMade>(FactKind.PromiseMade);
            var settled = All<PromiseSettled>(FactKind.PromiseSettled);
            return
            [
                .. settled.Where(s => made.All(m => m.PromiseId != s.PromiseId)).Select(s => new PaymentPromise(s.PromiseId, null, s)),
                .. made.Select(m => new PaymentPromise(m.PromiseId, m, settled.Find(s => s.PromiseId == m.PromiseId))),
            ];
        }
    }

    /// <summary>Promises broken at or after a time.</summary>
    public int BrokenPromises(long since) => All<PromiseSettled>(FactKind.PromiseSettled).Count(f => f.IsBroken && f.Time >= since);

    /// <summary>In how many of the last months, this one included, something was overdue at some time.</summary>
    /// <param name="months">At most 24.</param>
    public int MonthsWithArrears(int months, Calendar calendar)
    {
        var last = MonthOf(calendar, Now);
        var marked = new HashSet<int>();
        var reports = ArrearsReports;
        for (var i = 0; i < reports.Count; i++)
        {
            if (reports[i].AmountMicros == 0) continue;
            // Overdue from its beginning until a later report says something else.
            var until = i + 1 < reports.Count ? reports[i + 1].Time : Now;
            var from = Math.Max(MonthOf(calendar, Math.Max(0, SinceOf(reports[i]))), last - months + 1);
            for (var month = from; month <= Math.Min(last, MonthOf(calendar, until)); month++) marked.Add(month);
        }
        return marked.Count;
    }

    private static long SinceOf(ArrearsReported arrears) => arrears.SinceTime == 0 ? arrears.Time : Math.Min(arrears.SinceTime, arrears.Time);
}
