using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Tests.Search;

/// <summary>What an oracle of reports knows of a subscriber on one day.</summary>
internal sealed record ReportedSubscriber(string Id, int Status, string Plan, string Region, int Value, int Tenure, int Measures, string Reason, string Competitor, long? Bill, long? Charge, long? Margin)
{
    internal const int Active = 1;
    internal const int Suspended = 2;
    internal const int Terminated = 3;

    internal static readonly string[] MeasureNames = ["NONE", "FLAGSHIP_BRAND", "ENTERPRISE_GROUP", "FAMILY_PLAN", "DEPOSIT_GIFT", "HANDSET_SUBSIDY"];
    internal static readonly string[] ValueNames = ["NONE", "LOW_RELEASABLE", "LOW_TO_IMPROVE", "ORDINARY", "HIGH", "IMPORTANT"];
    internal static readonly string[] TenureNames = ["NONE", "UNDER_3_MONTHS", "UNDER_12_MONTHS", "UNDER_24_MONTHS", "UNDER_60_MONTHS", "FROM_60_MONTHS"];

    internal bool IsOnNetwork => Status != Terminated;

    internal int MeasureCount => int.PopCount(Measures);

    internal bool Holds(string measure) => (Measures >> Array.IndexOf(MeasureNames, measure) & 1) != 0;

    internal SubscriberRow ToRow(long version) => new(
        Id, version, version,
        (SubscriberFields.Status, Status), (SubscriberFields.Plan, Plan), (SubscriberFields.Region, Region), (SubscriberFields.ValueClass, Value), (SubscriberFields.TenureBand, Tenure),
        (SubscriberFields.Measures, Measures), (SubscriberFields.MeasureCount, MeasureCount), (SubscriberFields.ChurnReason, Reason), (SubscriberFields.ChurnCompetitor, Competitor),
        (SubscriberFields.BillLastMonthMicros, Bill ?? SubscriberRow.Absent), (SubscriberFields.MonthChargeMicros, Charge ?? SubscriberRow.Absent), (SubscriberFields.MarginMicros, Margin ?? SubscriberRow.Absent));

    internal static ReportedSubscriber Random(Random random, string id) => new(
        id, random.Next(1, 3), Pick(random, "basic", "gold, \"5G\"", "=1+1", "套餐"), Pick(random, "Beijing", "Tianjin", ""), random.Next(6), random.Next(6), random.Next(4) == 0 ? 0 : random.Next(32) << 1, "", "",
        Money(random), Money(random), Money(random));

    /// <summary>A day later: somebody leaves, comes back, changes plan, joins a measure; most do nothing.</summary>
    internal ReportedSubscriber Later(Random random)
    {
        var next = this;
        if (Status == Terminated)
        {
            if (random.Next(12) == 0) return next with { Status = Active, Reason = "", Competitor = "" };
            // Why and where to is often learnt later.
            if (random.Next(6) == 0) next = next with { Reason = Pick(random, "price", "coverage, indoors"), Competitor = Pick(random, "unicom", "telecom") };
            return next;
        }
        if (random.Next(10) == 0) return next with { Status = Terminated, Reason = Pick(random, "", "price"), Competitor = Pick(random, "", "unicom") };
        if (random.Next(8) == 0) next = next with { Plan = Pick(random, "basic", "gold, \"5G\"", "new") };
        if (random.Next(8) == 0) next = next with { Value = random.Next(6) };
        if (random.Next(8) == 0) next = next with { Measures = random.Next(32) << 1 };
        return next;
    }

    private static string Pick(Random random, params string[] from) => from[random.Next(from.Length)];

    private static long? Money(Random random) => random.Next(5) == 0 ? null : random.NextInt64(-50_000_000, 500_000_000);
}
