using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Tests.Support;
using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain.Tests.Relationships;

/// <summary>What is read of the facts, by example.</summary>
public class RelationshipViewTests
{
    private const long Day = 86_400;
    private const long Now = SampleFacts.Start;
    private const int January = 2025 * 12;

    [Fact]
    public void Bills_have_their_adjustments_and_the_later_issue_stands()
    {
        var line = Line(
            new BillIssued { Time = Now - 5 * Day, Month = January - 1, NetMicros = 50, GrossMicros = 60, Id = "again" },
            new BillIssued { Time = Now - 9 * Day, Month = January - 1, NetMicros = 40, GrossMicros = 60, Id = "first" },
            new BillIssued { Time = Now - 40 * Day, Month = January - 2, NetMicros = 30, OutgoingMinutes = 12, DueTime = Now },
            new BillAdjusted { Time = Now - 2 * Day, Month = January - 1, AmountMicros = -20 },
            new BillAdjusted { Time = Now - Day, Month = January - 1, AmountMicros = -1 });
        Assert.Equal(
            [new Bill(January - 2, 0, 30, 0, 12, Now, Now - 40 * Day), new Bill(January - 1, 60, 50, -21, 0, 0, Now - 5 * Day)],
            line.Bills);
        Assert.Equal(29, line.Bills[1].TotalMicros);
    }

    [Fact]
    public void Fourteen_bills_are_kept_by_month_whenever_they_were_issued()
    {
        var line = Line([.. Enumerable.Range(0, 20).Select(i => new BillIssued { Time = Now - i * Day, Month = January - 20 + i, NetMicros = i })]);
        Assert.Equal(Enumerable.Range(6, 14).Select(i => January - 20 + i), line.Bills.Select(b => b.Month));
    }

    [Fact]
    public void A_measure_holds_from_its_beginning_until_it_is_left_or_its_term_ends()
    {
        var relationship = Told(
            new MeasureJoined { Time = Now, MeasureId = "deposit", MeasureKind = MeasureKind.DepositGift, EndTime = Now + 10 * Day },
            new MeasureJoined { Time = Now + Day, MeasureId = "family", MeasureKind = MeasureKind.FamilyPlan },
            new MeasureLeft { Time = Now + 3 * Day, MeasureId = "family" },
            new MeasureJoined { Time = Now + 5 * Day, MeasureId = "family", MeasureKind = MeasureKind.FamilyPlan });
        Assert.Equal(["", "deposit", "deposit", "deposit family", "deposit", "deposit family", "family"],
            new[] { -1, 0, Day - 1, Day, 3 * Day, 5 * Day, 10 * Day }.Select(t => string.Join(' ', relationship.At(Now + t).Measures.Select(m => m.MeasureId))));
    }

    [Fact]
    public void Arrears_count_from_when_they_began_until_they_are_settled()
    {
        var calendar = new Calendar("Asia/Shanghai");
        var relationship = Told(
            new ArrearsReported { Time = Now - 70 * Day, AmountMicros = 5, SinceTime = Now - 100 * Day },
            new ArrearsReported { Time = Now - 40 * Day, AmountMicros = 9, SinceTime = Now - 100 * Day },
            new ArrearsReported { Time = Now - 20 * Day, AmountMicros = 0 },
            new ArrearsReported { Time = Now - 2 * Day, AmountMicros = 1 });
        Assert.Equal((2, 1L), (relationship.At(Now).ArrearsDays, relationship.At(Now).Arrears!.AmountMicros));
        // 23 September to 12 December, and 30 December to 1 January.
        Assert.Equal((5, 1, 2), (relationship.At(Now).MonthsWithArrears(12, calendar), relationship.At(Now).MonthsWithArrears(1, calendar), relationship.At(Now).MonthsWithArrears(2, calendar)));
        Assert.Equal((0, null), (Told(new ArrearsReported { Time = Now - 9, AmountMicros = 0 }).At(Now).ArrearsDays, Told(new ArrearsReported { Time = Now - 9 }).At(Now).Arrears));
    }

    [Fact]
    public void Promises_are_open_until_they_are_settled()
    {
        var line = Line(
            new PromiseMade { Time = Now - 9, PromiseId = "a", AmountMicros = 5, DueTime = Now },
            new PromiseMade { Time = Now - 8, PromiseId = "b", AmountMicros = 6, DueTime = Now },
            new PromiseSettled { Time = Now - 5, PromiseId = "b", IsBroken = true },
            new PromiseSettled { Time = Now - 300 * Day, PromiseId = "old", IsBroken = true });
        Assert.Equal([("old", false, true), ("a", true, false), ("b", false, true)], line.Promises.Select(p => (p.Id, p.IsOpen, p.IsBroken)));
        Assert.Equal((1, 2), (line.BrokenPromises(Now - 180 * Day), line.BrokenPromises(0)));
    }

    [Fact]
    public void A_case_is_open_until_it_is_resolved_and_forgotten_90_days_later()
    {
        CaseChanged Step(string id, long time, CaseStage stage) => new() { Time = time, CaseId = id, Stage = stage, CaseKind = CaseKind.Complaint };
        var line = Line(
            Step("a", Now - 50, CaseStage.Assigned), Step("a", Now - 60, CaseStage.Opened),
            Step("b", Now - 2 * Day, CaseStage.Opened), Step("b", Now - Day, CaseStage.Resolved), Step("b", Now - Day, CaseStage.Confirmed),
            Step("c", Now - 100 * Day, CaseStage.Opened), Step("c", Now - 90 * Day, CaseStage.Resolved));
        Assert.Equal([("a", CaseStage.Assigned, Now - 60, 0L)], line.OpenCases.Select(c => (c.Id, c.Stage, c.OpenedTime, c.ClosedTime)));
        Assert.Equal([("b", CaseStage.Confirmed, Now - 2 * Day, Now - Day)], line.ClosedCases.Select(c => (c.Id, c.Stage, c.OpenedTime, c.ClosedTime)));
        Assert.Equal((2, 3, 0), (line.CasesOpened(CaseKind.Complaint, Now - 90 * Day), line.CasesOpened(CaseKind.Complaint, 0), line.CasesOpened(CaseKind.Fault, 0)));
    }

    [Fact]
    public void Groups_add_ons_consents_and_attributes_are_as_the_last_word_on_each_says()
    {
        var line = Line(
            new MembershipChanged { Time = Now - 9, GroupId = "g", GroupKind = GroupKind.Family },
            new MembershipChanged { Time = Now - 8, GroupId = "h", GroupKind = GroupKind.EnterpriseVpn, EnterpriseClass = EnterpriseClass.A, IsKeyMember = true },
            new MembershipChanged { Time = Now - 7, GroupId = "g", GroupKind = GroupKind.Family, Left = true },
            new AddOnChanged { Time = Now - 6, Name = "mail", State = AddOnState.Trial },
            new AddOnChanged { Time = Now - 5, Name = "im", State = AddOnState.Subscribed },
            new AddOnChanged { Time = Now - 4, Name = "mail", State = AddOnState.Cancelled },
            new ConsentChanged { Time = Now - 3, Channel = ContactChannel.Sms, IsAllowed = false },
            new ConsentChanged { Time = Now - 2, Channel = ContactChannel.Email, IsAllowed = true },
            new AttributeDetermined { Time = Now - 9, Name = "x", Value = "1", DeterminedBy = "miner" },
            new AttributeDetermined { Time = Now - 8, Name = "x", Value = "2", DeterminedBy = "miner" },
            new AttributeDetermined { Time = Now - 8, Name = "y", Value = "", DeterminedBy = "miner" });
        Assert.Equal(["h"], line.Groups.Select(g => g.GroupId));
        Assert.Equal(["im"], line.AddOns.Select(a => a.Name));
        Assert.Equal(["x=2"], line.Attributes.Select(a => a.Name + "=" + a.Value));
        Assert.Equal((false, true, true), (line.MayContact(ContactChannel.Sms), line.MayContact(ContactChannel.Email), line.MayContact(ContactChannel.Hotline)));
        var never = Line(new ConsentChanged { Time = Now - 1, IsAllowed = false }, new ConsentChanged { Time = Now, Channel = ContactChannel.Email, IsAllowed = true });
        Assert.False(never.MayContact(ContactChannel.Email));
    }

    [Fact]
    public void Offers_have_their_last_step_and_what_earlier_ones_said()
    {
        var line = Line(
            new OfferChanged { Time = Now - 9, OfferId = "o", Stage = OfferStage.Made, Product = "vpn", Campaign = "spring", Channel = ContactChannel.Shop },
            new OfferChanged { Time = Now - 3, OfferId = "o", Stage = OfferStage.Declined, Reason = "price" },
            new OfferChanged { Time = Now - 5, OfferId = "p", Stage = OfferStage.Made, Product = "mail" });
        Assert.Equal([("p", OfferStage.Made, "mail", "", ""), ("o", OfferStage.Declined, "vpn", "spring", "price")], line.Offers.Select(o => (o.OfferId, o.Stage, o.Product, o.Campaign, o.Reason)));
    }

    [Fact]
    public void Single_values_are_the_latest_each_with_its_source()
    {
        var line = Line(
            new CustomerDescribed { Time = Now - 9, SystemOfRecord = "crm", CustomerKind = CustomerKind.Individual, BirthYear = 1990 },
            new CustomerDescribed { Time = Now - 5, SystemOfRecord = "billing", CustomerKind = CustomerKind.Individual, BirthYear = 1991 },
            new CustomerDescribed { Time = Now - 7, SystemOfRecord = "crm", CustomerKind = CustomerKind.Individual, BirthYear = 1992 },
            new PortOutRequested { Time = Now - 8, Competitor = "x" },
            new PortOutRequested { Time = Now - 4, Withdrawn = true },
            new BalanceReported { Time = Now - 3, BalanceMicros = -4 },
            new PointsChanged { Time = Now - 2, Change = 5, Balance = 105 },
            new ContractSigned { Time = Now - 400 * Day, ContractId = "k", EndTime = Now - 1 });
        Assert.Equal((1991, "billing"), (line.Description!.BirthYear, line.Description.SystemOfRecord));
        Assert.Equal([("crm", 1992), ("billing", 1991)], line.Descriptions.Select(d => (d.SystemOfRecord, d.BirthYear)));
        Assert.Null(line.PortOut);
        Assert.Equal((-4L, 105L, "k"), (line.Balance!.BalanceMicros, line.Points!.Balance, line.Contract!.ContractId));
    }

    [Fact]
    public void Contacts_are_counted_by_month_and_the_last_eight_kept()
    {
        var line = Line([.. Enumerable.Range(0, 20).Select(i => new InteractionRecorded
        {
            Time = Now - i * 10 * Day,
            Channel = i % 2 == 0 ? ContactChannel.Hotline : ContactChannel.Shop,
            Direction = i % 4 == 0 ? ContactDirection.Inbound : ContactDirection.Outbound,
            HandlingSeconds = 100,
            WaitingSeconds = 7,
        })]);
        Assert.Equal(Enumerable.Range(0, 8).Reverse().Select(i => Now - i * 10 * Day), line.Interactions.Select(i => i.Time));
        Assert.Equal((20, 2_000L), (line.Sums(MonthSumKind.Contacts).Sum(s => s.Count), line.Sums(MonthSumKind.Contacts).Sum(s => s.Amount)));
        Assert.Equal((5, 35L), (line.Sums(MonthSumKind.HotlineCalls).Sum(s => s.Count), line.Sums(MonthSumKind.HotlineCalls).Sum(s => s.Amount)));
    }

    /// <summary>What an ordinary subscriber is told in half a year: six bills, two measures, five contacts, plan, status, contract and customer.</summary>
    internal static Subscriber Told(Subscriber line, long now)
    {
        line.Clock.Now = now * 1_000;
        line.Register(new SubscriberProfile(now - 400 * Day, "plan", "brand", ""));
        for (var i = 1; i <= 6; i++) line.Record(new BillIssued { Time = now - i * 30 * Day, SystemOfRecord = "billing", Id = $"b-{i:00000000}", Month = January - i, GrossMicros = 99_000_000, NetMicros = 88_500_000, OutgoingMinutes = 321, DueTime = now });
        for (var i = 1; i <= 2; i++) line.Record(new MeasureJoined { Time = now - i * Day, SystemOfRecord = "crm", Id = $"m-{i:00000000}", MeasureId = $"measure-{i:00000}", MeasureKind = MeasureKind.DepositGift, Months = 12, DepositMicros = 240_000_000, CommitmentMicros = 58_000_000, EndTime = now + 300 * Day });
        for (var i = 1; i <= 5; i++) line.Record(new InteractionRecorded { Time = now - i * Day, SystemOfRecord = "crm", Id = $"i-{i:00000000}", Channel = ContactChannel.Hotline, Direction = ContactDirection.Inbound, Reason = "bill question", Outcome = "explained", Agent = "a-1234", HandlingSeconds = 300, WaitingSeconds = 20 });
        line.Record(
            new StatusChanged { Time = now - 9, SystemOfRecord = "crm", Status = SubscriberStatus.Active },
            new PlanChanged { Time = now - 9, SystemOfRecord = "crm", Plan = "plan-58" },
            new ContractSigned { Time = now - 9, SystemOfRecord = "crm", ContractId = "c-00001", Months = 24, EndTime = now + 700 * Day },
            new CustomerLinked { Time = now - 9, SystemOfRecord = "crm", CustomerId = "c-00001", AccountId = "a-00001" });
        return line;
    }

    private static RelationshipView Line(params BusinessFact[] facts) => Told(facts).At(Now);

    private static Relationship Told(params BusinessFact[] facts)
    {
        var line = Subscriber();
        for (var i = 0; i < facts.Length; i++)
            Assert.Equal((Facts.Outcome.Applied, Facts.RejectReason.None), line.Record(facts[i].SystemOfRecord.Length > 0 ? facts[i] : facts[i] with { SystemOfRecord = "crm" })[0]);
        return line.ReadBack().Relationship!;
    }

    private static Subscriber Subscriber()
    {
        var line = new Subscriber();
        line.Clock.Now = Now * 1_000;
        line.Register(new SubscriberProfile(Now - 400 * Day, "plan", "brand", ""));
        return line;
    }
}
