using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Rollups;
using CustomerGrains.Domain.Tests.Support;

namespace CustomerGrains.Domain.Tests.Formats;

/// <summary>Reports for tests of formats, every field filled in.</summary>
internal static class RollupSamples
{
    /// <summary>A member and one that has left.</summary>
    internal static MemberReport[] Reports { get; } =
    [
        new("s", 5, 10, new MemberPartial
        {
            Status = SubscriberStatus.Suspended,
            Value = ValueClass.High,
            Retention = RetentionClass.Important,
            ChurnBand = ChurnBand.High,
            IsKeyMember = true,
            Measures = 2,
            ChurnMillionths = 300_000,
            Month = 24_312,
            ChargeMicros = 5_000_000,
            BillMicros = -1,
            BillBeforeMicros = 2,
            AverageBillMicros = 3,
            MarginMicros = -4,
            ArrearsMicros = 9,
            ArrearsSince = 1_000,
        }),
        new("t", 6, 300, null),
    ];

    /// <summary>Of all of them: subscriber, version, time, and what is contributed.</summary>
    internal const string ReportBytes = "01 73 05 0a 01" + PartialBytes + "01 74 06 ac02 00";

    /// <summary>What the member contributes.</summary>
    internal const string PartialBytes = "02 04 02 03 01 02 e1a712 f8bd01 80ade204 01 04 06 07 09 e807";

    internal static Entity<RollupState> Rollup()
    {
        var rollup = new Entity<RollupState>("rollup/customer:c");
        rollup.Take(CauseKind.Tick, [], FactKind.MembersReported, MembersReported.Write(Reports), now: 9);
        return rollup;
    }

    /// <summary>A subscriber that named more customers than it keeps, and has told one of those it does not keep.</summary>
    internal static Subscriber Parted()
    {
        var subscriber = new Subscriber(hold: false);
        subscriber.Register(new Domain.Subscribers.SubscriberProfile(0, "p", "", ""));
        subscriber.Record([.. Enumerable.Range(1, 6).Select(static i => new CustomerLinked { Time = 1_000 + i, SystemOfRecord = "crm", CustomerId = "c" + i })]);
        subscriber.Take(CauseKind.Tick, [], FactKind.RollupsForgotten, RollupsForgotten.Write([new RollupTarget(RollupKind.Customer, "c1")]), now: subscriber.State.Now);
        return subscriber;
    }
}
