using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Tests.Support;

namespace CustomerGrains.Domain.Tests.Relationships;

/// <summary>The table fact × status, walked cell by cell through a subscriber.</summary>
public class FactTableTests
{
    private const long Day = 86_400;
    private const long Now = SampleFacts.Start + 30 * Day;

    /// <summary>What becomes of a fact when the line is active, suspended, terminated, and when the fact lies a week ahead: a applied, h held,
    /// s rejected by the status, n rejected as too new. With a hyphen: the fact ends something instead of beginning it.</summary>
    private const string Table = """
        StatusChanged        aaa h
        PlanChanged          aas h
        BrandChanged         aas h
        ContractSigned       aas h
        PortOutRequested     aas n
        PortOutRequested-    aaa n
        CustomerLinked       aaa h
        MembershipChanged    aas h
        MembershipChanged-   aaa h
        CustomerDescribed    aaa n
        BillIssued           aaa n
        BillAdjusted         aaa n
        PaymentReceived      aaa n
        Recharged            aas n
        BalanceReported      aaa n
        ArrearsReported      aaa n
        CostReported         aaa n
        PointsChanged        aaa n
        PromiseMade          aaa n
        PromiseSettled       aaa n
        AddOnChanged         aas n
        AddOnChanged-        aaa n
        MeasureJoined        aas h
        MeasureLeft          aaa h
        ConsentChanged       aaa h
        AttributeDetermined  aaa n
        InteractionRecorded  aaa n
        CaseChanged          aaa n
        SurveyScored         aaa n
        OfferChanged         aaa n
        RetentionOutcome     aaa n
        """;

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var line in Table.Split('\n')) rows.Add(line[..21].Trim(), line[21..].Replace(" ", "", StringComparison.Ordinal).Trim());
            return rows;
        }
    }

    [Fact]
    public void The_table_has_every_kind() =>
        Assert.Equal(FactRules.All.Select(r => r.Kind.ToString()), Rows.Cast<object[]>().Select(r => ((string)r[0]).TrimEnd('-')).Distinct());

    [Theory, MemberData(nameof(Rows))]
    public void A_fact_is_judged_by_status_and_time(string name, string cells)
    {
        var fact = FactOf(name) with { Time = Now - Day };
        var unregistered = Line(null);
        Assert.Equal((Outcome.Rejected, RejectReason.NotRegistered), unregistered.Record(fact)[0]);
        Assert.Null(unregistered.State.Relationship);

        SubscriberStatus[] statuses = [SubscriberStatus.Active, SubscriberStatus.Suspended, SubscriberStatus.Terminated];
        for (var i = 0; i < statuses.Length; i++) Expect(cells[i], Line(statuses[i]), fact);
        Expect(cells[3], Line(SubscriberStatus.Active), fact with { Time = Now + 7 * Day });
    }

    [Theory, MemberData(nameof(Rows))]
    public void A_feed_is_answered_the_same(string name, string cells)
    {
        var fact = FactOf(name) with { Time = Now - Day };
        var line = Line(SubscriberStatus.Terminated);
        var verdict = line.Take(Told.Slice(Subscriber.Cause(1), (0, 0, fact)))[0];
        Assert.Equal(cells[2] == 'a' ? (RecordVerdict.Applied, RejectReason.None) : (RecordVerdict.Rejected, RejectReason.StatusDoesNotAllow), (verdict, line.Reasons[0]));
        Assert.Equal([RecordVerdict.Rejected], Line(null).Take(Told.Slice(Subscriber.Cause(1), (0, 0, fact))));
    }

    private static void Expect(char cell, Subscriber line, BusinessFact fact)
    {
        var before = line.Aggregates;
        var (outcome, reason) = line.Record(fact)[0];
        switch (cell)
        {
            case 's' or 'n':
                Assert.Equal((Outcome.Rejected, cell == 's' ? RejectReason.StatusDoesNotAllow : RejectReason.TooNew), (outcome, reason));
                Assert.Equal(before, line.Aggregates);
                break;
            default:
                Assert.Equal((Outcome.Applied, RejectReason.None), (outcome, reason));
                Assert.Contains(fact, line.State.Relationship!.Facts());
                Assert.Equal(cell == 'h', line.State.Relationship!.At(Now).Held.Contains(fact));
                Assert.Empty(line.State.Relationship!.At(fact.Time).Held);
                break;
        }
    }

    private static BusinessFact FactOf(string name)
    {
        var ends = name.EndsWith('-');
        return SampleFacts.Of(Enum.Parse<FactKind>(name.TrimEnd('-'))) switch
        {
            PortOutRequested f => f with { Withdrawn = ends },
            MembershipChanged f => f with { Left = ends },
            AddOnChanged f => f with { State = ends ? AddOnState.Cancelled : AddOnState.Trial },
            var fact => fact,
        };
    }

    /// <param name="status">Null: not registered.</param>
    private static Subscriber Line(SubscriberStatus? status)
    {
        var line = new Subscriber();
        line.Clock.Now = Now * 1_000;
        line.Clock.Verdict = time => time > (Now + Day) * 1_000 ? Domain.Time.TimeVerdict.TooNew : Domain.Time.TimeVerdict.Possible;
        if (status is null) return line;
        line.Register(new SubscriberProfile(SampleFacts.Start, "plan", "brand", ""));
        if (status != SubscriberStatus.Active) line.Record(new StatusChanged { Time = Now - 2 * Day, SystemOfRecord = "crm", Status = status.Value });
        return line;
    }
}
