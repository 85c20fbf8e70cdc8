using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Tests.Relationships;
using CustomerGrains.Domain.Tests.Support;

namespace CustomerGrains.Domain.Tests.Formats;

/// <summary>The bytes of business facts: version, time, own part with its length in front, system, id.</summary>
public class BusinessFactFormatTests
{
    public static TheoryData<FactKind, string> Pins => new()
    {
        { FactKind.StatusChanged, "01 808bd2bb06 09 010372656103636f6d 0762696c6c696e67 03663330" },
        { FactKind.PlanChanged, "01 90a7d2bb06 08 03706c6103726561 0762696c6c696e67 03663331" },
        { FactKind.BrandChanged, "01 a0c3d2bb06 08 0362726103726561 0762696c6c696e67 03663332" },
        { FactKind.ContractSigned, "01 b0dfd2bb06 0a 03636f6e2be090c5f70c 0762696c6c696e67 03663333" },
        { FactKind.PortOutRequested, "01 c0fbd2bb06 09 0003636f6d03726561 0762696c6c696e67 03663334" },
        { FactKind.CustomerLinked, "01 d097d3bb06 08 0363757303616363 0762696c6c696e67 03663335" },
        { FactKind.MembershipChanged, "01 e0b3d3bb06 08 000367726f010100 0762696c6c696e67 03663336" },
        { FactKind.CustomerDescribed, "01 f0cfd3bb06 09 02000157037265677f 0762696c6c696e67 03663337" },
        { FactKind.BillIssued, "01 80ecd3bb06 11 ebbd0180ade204bfa8a5045880b6dcf70c 0762696c6c696e67 03663338" },
        { FactKind.BillAdjusted, "01 9088d4bb06 0b ebbd01ff9aee0203726561 0762696c6c696e67 03663339" },
        { FactKind.PaymentReceived, "01 a0a4d4bb06 08 c096b102036d6574 0762696c6c696e67 03663430" },
        { FactKind.Recharged, "01 b0c0d4bb06 05 c096b10203 0762696c6c696e67 03663431" },
        { FactKind.BalanceReported, "01 c0dcd4bb06 09 bf8db70180c5bef70c 0762696c6c696e67 03663432" },
        { FactKind.ArrearsReported, "01 d0f8d4bb06 09 c096b102a0fdbef70c 0762696c6c696e67 03663433" },
        { FactKind.CostReported, "01 e094d5bb06 07 ebbd0180ade204 0762696c6c696e67 03663434" },
        { FactKind.PointsChanged, "01 f0b0d5bb06 08 d704f80a03726561 0762696c6c696e67 03663435" },
        { FactKind.PromiseMade, "01 80cdd5bb06 0d 0370726f80ade20480eccaf70c 0762696c6c696e67 03663436" },
        { FactKind.PromiseSettled, "01 90e9d5bb06 05 010370726f 0762696c6c696e67 03663437" },
        { FactKind.AddOnChanged, "01 a085d6bb06 05 01036e616d 0762696c6c696e67 03663438" },
        { FactKind.MeasureJoined, "01 b0a1d6bb06 17 036d6561014f80dac409c0f0f50b8087a70ee0acf6f70c 0762696c6c696e67 03663439" },
        { FactKind.MeasureLeft, "01 c0bdd6bb06 08 036d656103726561 0762696c6c696e67 03663530" },
        { FactKind.ConsentChanged, "01 d0d9d6bb06 08 01030c0c03616464 0762696c6c696e67 03663531" },
        { FactKind.AttributeDetermined, "01 e0f5d6bb06 11 036e616d0376616c03646574c083d8f70c 0762696c6c696e67 03663532" },
        { FactKind.InteractionRecorded, "01 f091d7bb06 17 040103726561036f75740361676500a301b701036c6561 0762696c6c696e67 03663533" },
        { FactKind.CaseChanged, "01 80aed7bb06 13 01020363617303636174036167658080eef70c 0762696c6c696e67 03663534" },
        { FactKind.SurveyScored, "01 90cad7bb06 05 0c03737572 0762696c6c696e67 03663535" },
        { FactKind.OfferChanged, "01 a0e6d7bb06 16 03036f66660370726f0370726f010363616d03726561 0762696c6c696e67 03663536" },
        { FactKind.RetentionOutcome, "01 b082d8bb06 09 010377687903636f6d 0762696c6c696e67 03663537" },
    };

    [Theory, MemberData(nameof(Pins))]
    public void A_fact_has_these_bytes_and_is_read_from_them(FactKind kind, string hex)
    {
        var fact = SampleFacts.Of(kind);
        Hex.Equal(hex, fact.ToBytes());
        Assert.Equal(fact, BusinessFact.Read(kind, Hex.Bytes(hex)));
        Assert.Null(fact.Check().Field);
    }

    [Fact]
    public void Every_kind_is_pinned_sampled_and_in_the_table()
    {
        var kinds = Enum.GetValues<FactKind>().Where(IsBusinessFact).ToList();
        Assert.Equal(kinds, FactRules.All.Select(r => r.Kind));
        Assert.Equal(kinds, SampleFacts.All.Select(f => f.Kind));
        Assert.Equal(kinds, Pins.Cast<object[]>().Select(p => (FactKind)p[0]));
        Assert.All(Enum.GetValues<FactKind>(), k => Assert.Equal(IsBusinessFact(k), FactRules.IsBusinessFact(k)));

        static bool IsBusinessFact(FactKind kind) => kind is >= FactKind.StatusChanged and <= FactKind.RetentionOutcome;
    }

    [Theory, MemberData(nameof(Pins))]
    public void A_fact_that_is_cut_or_goes_on_is_refused(FactKind kind, string hex)
    {
        var bytes = Hex.Bytes(hex);
        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = bytes[..length];
            Assert.Throws<CorruptDataException>(() => BusinessFact.Read(kind, cut));
        }
        Assert.Throws<CorruptDataException>(() => BusinessFact.Read(kind, [.. bytes, 0]));
        Assert.Throws<CorruptDataException>(() => BusinessFact.Read(kind, [2, .. bytes[1..]]));
        Assert.Throws<CorruptDataException>(() => BusinessFact.Read(FactKind.Usage, bytes));
    }

    [Fact]
    public void A_fact_as_a_record_of_a_feed()
    {
        var fact = new SurveyScored { Time = 300, SystemOfRecord = "crm", Id = "a1", Score = 7, Survey = "q" };
        var writer = new ByteWriter();
        FactRecordView.Write(writer, Support.Usage.DefaultNumber, fact);
        Hex.Equal("02 02 6131 011b7394d507001d ac02 37 0e 01 ac02 03 07 01 71 03 63726d 02 6131", writer.Written);
        var view = FactRecordView.Read(writer.Written);
        Assert.Equal((Support.Usage.DefaultNumber, 300L, FactKind.SurveyScored), (view.Served, view.Time, view.Kind));
        Assert.Equal(fact.ToBytes(), view.Fact.ToArray());
        Assert.True(FactRecordView.IsFact(writer.Written));
        Assert.False(FactRecordView.IsFact(new Support.Usage("a", 1).ToBytes()));
    }

    [Fact]
    public void Facts_of_a_request()
    {
        BusinessFact[] facts = [new SurveyScored { Time = 5, SystemOfRecord = "c", Id = "a", Score = 7, Survey = "q" }, new MeasureLeft { Time = 6, SystemOfRecord = "c", MeasureId = "m" }];
        Hex.Equal("01 02  37 0a 01 05 03 07 01 71 01 63 01 61  32 09 01 06 03 01 6d 00 01 63 00", FactBatch.Write(facts));
        Assert.Equal(facts, FactBatch.Read(FactBatch.Write(facts)));
    }

    [Fact]
    public void The_cause_of_facts_that_were_asked_for()
    {
        var subscriber = new Subscriber();
        subscriber.Request("r1", new SurveyScored { Time = 5, SystemOfRecord = "c" }, new SurveyScored { Time = 5, SystemOfRecord = "c" });
        var entry = EntryView.Read(subscriber.Entries[^1]);
        // Request, actor, reason; per fact its place, then ordinal and reject reason where there are any.
        Hex.Equal("02 7231 06 746573746572 07 62656361757365  00 01 00 0c  01 01 01 0c", entry.Cause);
        var cause = FactsCause.Read(entry.Cause, 2);
        Assert.Equal((new CommandCause("r1", "tester"), "because"), (cause.Command, cause.Reason));
        Assert.Equal([RejectReason.NotRegistered, RejectReason.NotRegistered], cause.RejectReasons);
    }

    [Theory]
    [InlineData(typeof(SubscriberStatus), "None, Active, Suspended, Terminated")]
    [InlineData(typeof(GroupKind), "None, Family, EnterpriseVpn, Community, Club")]
    [InlineData(typeof(EnterpriseClass), "None, A, B, Other")]
    [InlineData(typeof(CustomerKind), "None, Individual, Organisation")]
    [InlineData(typeof(ContactChannel), "None, Hotline, Shop, AccountManager, PhoneManager, Sms, Online, App, Email, Letter, Other")]
    [InlineData(typeof(AddOnState), "None, Subscribed, Trial, Cancelled")]
    [InlineData(typeof(MeasureKind), "None, FlagshipBrand, EnterpriseGroup, FamilyPlan, DepositGift, HandsetSubsidy")]
    [InlineData(typeof(ContactDirection), "None, Inbound, Outbound")]
    [InlineData(typeof(CaseKind), "None, Complaint, Fault")]
    [InlineData(typeof(CaseStage), "None, Opened, Assigned, Resolved, Confirmed")]
    [InlineData(typeof(OfferStage), "None, Made, Accepted, Declined")]
    [InlineData(typeof(RetentionResult), "None, Undecided, Kept, Lost")]
    [InlineData(typeof(MonthSumKind), ", Adjustments, Payments, Recharges, Contacts, HotlineCalls")]
    public void Numbers_of_values_that_are_stored(Type type, string names) =>
        Assert.Equal(names.Split(", "), Enumerable.Range(0, Enum.GetValues(type).Length + (names[0] == ',' ? 1 : 0)).Select(n => Enum.GetName(type, (byte)n) ?? ""));
}
