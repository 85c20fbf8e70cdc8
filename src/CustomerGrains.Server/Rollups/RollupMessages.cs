using CustomerGrains.Domain.Rollups;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Rollups;

/// <summary>Roll-ups and their members as messages.</summary>
internal static class RollupMessages
{
    private const long Day = 86_400;
    private const double Million = 1_000_000;

    /// <param name="now">Business time, seconds since 1970-01-01 UTC.</param>
    internal static Rollup ToMessage(RollupTotals totals, long now)
    {
        var message = new Rollup
        {
            Members = totals.Members,
            KeyMembers = totals.KeyMembers,
            MarginMicros = totals.MarginMicros,
            Spend = new RollupSpend
            {
                MonthMicros = totals.ChargeMicros,
                LastMonthMicros = totals.BillMicros,
                MonthBeforeMicros = totals.BillBeforeMicros,
                ChangeMicros = Change(totals),
                AverageBillMicros = totals.AverageBillMicros,
            },
            Arrears = new RollupArrears { AmountMicros = totals.ArrearsMicros, Members = totals.MembersInArrears, Days = DaysSince(totals.ArrearsSince, now) },
            Risk = new RollupRisk
            {
                MembersAtRisk = totals.MembersAtRisk,
                KeyMembersAtRisk = totals.KeyMembersAtRisk,
                ValueAtRiskMicros = totals.ValueAtRiskMicros,
                Top = { totals.AtRisk.Select(member => ToMessage(member, now, totals.Month)) },
            },
            ByMeasures = { totals.ByMeasures },
        };
        if (totals.BillBeforeMicros != 0) message.Spend.ChangeRatio = (double)message.Spend.ChangeMicros / totals.BillBeforeMicros;
        foreach (var (code, members) in Some(totals.ByStatus)) message.ByStatus.Add(new Rollup.Types.StatusCount { Status = (SubscriberStatus)code, Members = members });
        foreach (var (code, members) in Some(totals.ByValue)) message.ByValue.Add(new Rollup.Types.ValueCount { Class = (ValueClass)code, Members = members });
        foreach (var (code, members) in Some(totals.ByRetention)) message.ByRetention.Add(new Rollup.Types.RetentionCount { Class = (RetentionClass)code, Members = members });
        foreach (var (code, members) in Some(totals.ByChurnBand)) message.ByChurnBand.Add(new Rollup.Types.ChurnCount { Band = (ChurnBand)code, Members = members });
        return message;
    }

    /// <param name="now">Business time, seconds since 1970-01-01 UTC.</param>
    /// <param name="month">The current bill month.</param>
    internal static V1.RollupMember ToMessage(Domain.Rollups.RollupMember member, long now, int month)
    {
        var partial = member.Partial;
        var (charge, bill, _) = partial.SeenFrom(month);
        var message = new V1.RollupMember
        {
            SubscriberId = member.SubscriberId,
            Status = (SubscriberStatus)partial.Status,
            ValueClass = (ValueClass)partial.Value,
            RetentionClass = (RetentionClass)partial.Retention,
            ChurnBand = (ChurnBand)partial.ChurnBand,
            ValueAtRiskMicros = partial.ValueAtRiskMicros,
            AverageBillMicros = partial.AverageBillMicros,
            LastMonthMicros = bill,
            MonthMicros = charge,
            MarginMicros = partial.MarginMicros,
            ArrearsMicros = partial.ArrearsMicros,
            ArrearsDays = DaysSince(partial.ArrearsSince, now),
            Measures = partial.Measures,
            KeyMember = partial.IsKeyMember,
        };
        if (partial.ChurnMillionths is { } churn) message.ChurnProbability = churn / Million;
        return message;
    }

    internal static RollupSummary ToSummary(string customer, RollupTotals totals) => new()
    {
        CustomerId = customer,
        Members = totals.Members,
        LastMonthMicros = totals.BillMicros,
        ChangeMicros = Change(totals),
        AverageBillMicros = totals.AverageBillMicros,
        MembersAtRisk = totals.MembersAtRisk,
        ValueAtRiskMicros = totals.ValueAtRiskMicros,
        ArrearsMicros = totals.ArrearsMicros,
    };

    private static long Change(RollupTotals totals) => (long)Int128.Clamp((Int128)totals.BillMicros - totals.BillBeforeMicros, long.MinValue, long.MaxValue);

    private static IEnumerable<(int Code, long Members)> Some(IReadOnlyList<long> counts) => counts.Select(static (members, code) => (code, members)).Where(static c => c.members > 0);

    private static int DaysSince(long since, long now) => since == 0 ? 0 : (int)Math.Clamp((now - since) / Day, 0, int.MaxValue);
}
