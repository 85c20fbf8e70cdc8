using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Relationships;

namespace CustomerGrains.Domain.Tests.Classification;

/// <summary>Classes from a subscriber's state: decay without events, late facts, another policy.</summary>
public class InsightTests
{
    private static readonly DateTime July = new(2024, 7, 1);

    [Fact]
    public void A_newcomer_is_acquired_for_three_months_and_nobody_gives_it_up_before_the_first_full_one()
    {
        var scenario = new Scenario(activation: new DateTime(2024, 3, 15, 10, 0, 0));
        Assert.Equal((ValueClass.None, LifeCycleReason.ShortTenure), ValueAndReason(scenario.Of(new DateTime(2024, 3, 15, 11, 0, 0))));
        Assert.Equal(ValueClass.None, scenario.Of(new DateTime(2024, 4, 30, 23, 59, 59)).Value);
        Assert.Equal((ValueClass.LowReleasable, LifeCycleReason.ShortTenure), ValueAndReason(scenario.Of(new DateTime(2024, 5, 1)))); // 0 − 15
        Assert.Equal(LifeCycleReason.ShortTenure, scenario.Of(new DateTime(2024, 6, 14, 23, 59, 59)).LifeCycle.Reason);
        Assert.NotEqual(LifeCycleReason.ShortTenure, scenario.Of(new DateTime(2024, 6, 15)).LifeCycle.Reason);

        static (ValueClass, LifeCycleReason) ValueAndReason(Insight insight) => (insight.Value, insight.LifeCycle.Reason);
    }

    [Fact]
    public void Classes_decay_as_time_alone_goes_by()
    {
        var scenario = new Scenario();
        scenario.Bill(July, 300, 300, 300, 300);
        for (var day = 1; day <= 30; day++)
            for (var i = 0; i < 4; i++) scenario.Call(new DateTime(2024, 6, day, 10, i, 0), 2_000_000);
        var now = scenario.Of(new DateTime(2024, 7, 1, 12, 0, 0));
        Assert.Equal((ValueClass.High, MidHighEndClass.Dynamic, RetentionClass.Important), (now.Value, now.MidHighEnd, now.Retention));
        Assert.Equal((5, 4, 5, RfmTreatment.Develop), (now.Rfm.Recency, now.Rfm.Frequency, now.Rfm.Monetary, now.Rfm.Treatment));
        Assert.True(now.CountsInKpi);
        // A day of four sessions and 8 units leaves the 30 days every day; the last use ages.
        Assert.Equal([(5, 116L), (4, 112), (4, 108), (3, 104)], new[] { 1, 2, 3, 4 }.Select(day => scenario.Of(new DateTime(2024, 7, day, 12, 0, 0))).Select(i => (i.Rfm.Recency, i.Inputs.Rfm.Sessions)));
        Assert.Equal(1, scenario.Of(new DateTime(2024, 7, 31)).Rfm.Frequency);
        // Months without a bill come in: 200, 100, 0 on average; of use, June alone stands in the middle, then first.
        Assert.Equal([ValueClass.High, ValueClass.High, ValueClass.LowReleasable], new[] { 8, 9, 10 }.Select(m => scenario.Of(new DateTime(2024, m, 1)).Value));
        Assert.Equal([RetentionClass.OrdinaryMidHighEnd, RetentionClass.OrdinaryMidHighEnd, RetentionClass.ChurnProne], new[] { 8, 9, 10 }.Select(m => scenario.Of(new DateTime(2024, m, 1)).Retention));
        Assert.Equal([MidHighEndClass.Dynamic, MidHighEndClass.None], new[] { 10, 11 }.Select(m => scenario.Of(new DateTime(2024, m, 1)).MidHighEnd)); // three of six: not in November
        Assert.Equal([Trend.Steady, Trend.Falling, Trend.None], new[] { 8, 9, 10 }.Select(m => scenario.Of(new DateTime(2024, m, 1)).FrequencyTrend));
    }

    [Fact]
    public void Arrears_grow_old_to_the_second()
    {
        var scenario = new Scenario();
        var since = new DateTime(2024, 6, 3, 15, 30, 0);
        scenario.Tell(new ArrearsReported { Time = scenario.At(July), AmountMicros = 5, SinceTime = scenario.At(since) });
        var before = scenario.OfSecond(scenario.At(since.AddDays(61)) - 1);
        var after = scenario.OfSecond(scenario.At(since.AddDays(61)));
        Assert.Equal((60, 61), (before.Inputs.Credit.ArrearsDays, after.Inputs.Credit.ArrearsDays));
        Assert.Equal((70, 50), (before.Credit.Score, after.Credit.Score)); // June, July and August; then long ones
        Assert.Equal((LifeCycleReason.LowMargin, LifeCycleReason.LongArrears), (before.LifeCycle.Reason, after.LifeCycle.Reason));
        Assert.Equal(scenario.At(since.AddDays(61)) * 1_000, before.NextChange);
        // Paid: only the months remember, and forget after twelve.
        scenario.Tell(new ArrearsReported { Time = scenario.At(new DateTime(2024, 8, 20)) });
        Assert.Equal([70, 70, 80, 90, 100], new[] { 8, 17, 18, 19, 20 }.Select(m => scenario.Of(new DateTime(2024, 1, 25).AddMonths(m - 1)).Credit.Score));
    }

    [Fact]
    public void Complaints_and_broken_promises_are_forgotten_on_their_day()
    {
        var scenario = new Scenario();
        scenario.Tell(
            new CaseChanged { Time = scenario.At(July.AddHours(9)), CaseId = "c", CaseKind = CaseKind.Complaint, Stage = CaseStage.Opened },
            new CaseChanged { Time = scenario.At(July.AddHours(8)), CaseId = "f", CaseKind = CaseKind.Fault, Stage = CaseStage.Opened },
            new PromiseSettled { Time = scenario.At(July.AddHours(9)), PromiseId = "p", IsBroken = true },
            new PromiseSettled { Time = scenario.At(July.AddHours(9)), PromiseId = "q" });
        Assert.Equal((1, 1, 1), Counts(July.AddHours(10)));
        scenario.Tell(new CaseChanged { Time = scenario.At(July.AddHours(11)), CaseId = "c", CaseKind = CaseKind.Complaint, Stage = CaseStage.Resolved });
        Assert.Equal((0, 1, 1), Counts(July.AddDays(90).AddSeconds(-1)));
        Assert.Equal((0, 0, 1), Counts(July.AddDays(90)));
        Assert.Equal((0, 0, 1), Counts(July.AddMonths(6).AddSeconds(-1)));
        Assert.Equal((0, 0, 0), Counts(July.AddMonths(6)));

        (int, int, int) Counts(DateTime at)
        {
            var inputs = scenario.Of(at).Inputs;
            return (inputs.Satisfaction.OpenComplaints, inputs.Satisfaction.RecentComplaints, inputs.Credit.BrokenPromises);
        }
    }

    [Fact]
    public void A_contract_asks_for_renewal_sixty_days_before_and_not_behind_its_end()
    {
        var scenario = new Scenario();
        scenario.Bill(July, 50, 50, 50);
        scenario.Tell(new ContractSigned { Time = scenario.At(July), ContractId = "k", EndTime = scenario.At(new DateTime(2024, 9, 15, 18, 0, 0)) });
        Assert.Equal(LifeCycleStage.RevenueStimulation, scenario.Of(new DateTime(2024, 7, 16, 23, 59, 59)).LifeCycle.Stage);
        Assert.Equal(LifeCycleStage.ContractRenewal, scenario.Of(new DateTime(2024, 7, 17)).LifeCycle.Stage);
        Assert.Equal(LifeCycleStage.ContractRenewal, scenario.Of(new DateTime(2024, 9, 15, 23, 59, 59)).LifeCycle.Stage);
        Assert.NotEqual(LifeCycleStage.ContractRenewal, scenario.Of(new DateTime(2024, 9, 16)).LifeCycle.Stage);
    }

    [Fact]
    public void Who_left_is_won_back_for_twelve_months_and_is_remembered_as_it_was()
    {
        var scenario = new Scenario();
        scenario.Bill(July, 600, 600, 600);
        scenario.Tell(new StatusChanged { Time = scenario.At(new DateTime(2024, 7, 20, 10, 0, 0)), Status = SubscriberStatus.Terminated });
        Assert.Equal(RelationshipClass.Existing, scenario.Of(new DateTime(2024, 7, 20, 9, 59, 59)).Relationship);
        Assert.Equal(scenario.At(new DateTime(2024, 7, 20, 10, 0, 0)) * 1_000, scenario.Of(new DateTime(2024, 7, 20, 9, 59, 59)).NextChange);
        foreach (var (at, stage) in new[] { (new DateTime(2024, 7, 20, 10, 0, 0), LifeCycleStage.WinBack), (new DateTime(2025, 7, 20, 23, 59, 59), LifeCycleStage.WinBack), (new DateTime(2025, 7, 21), LifeCycleStage.None) })
        {
            var insight = scenario.Of(at);
            Assert.Equal((stage, RelationshipClass.Historical, ValueClass.Important, RetentionClass.Important), (insight.LifeCycle.Stage, insight.Relationship, insight.Value, insight.Retention));
        }
        Assert.Equal((true, false), (scenario.Of(new DateTime(2024, 7, 30)).CountsInKpi, scenario.Of(new DateTime(2024, 8, 1)).CountsInKpi)); // not on at July's end
    }

    [Fact]
    public void A_late_fact_enters_the_closed_month()
    {
        var scenario = new Scenario();
        scenario.Bill(July, 0, 101, 101);
        scenario.Call(new DateTime(2024, 6, 20), 5_000_000);
        var at = new DateTime(2024, 7, 10);
        Assert.Equal((ValueClass.Ordinary, MidHighEndClass.None), (scenario.Of(at).Value, scenario.Of(at).MidHighEnd));
        // June's bill is corrected, in July.
        scenario.Tell(new BillAdjusted { Time = scenario.At(new DateTime(2024, 7, 9)), Month = (2024 * 12) + 5, AmountMicros = 101_000_000 });
        Assert.Equal((ValueClass.High, MidHighEndClass.Dynamic), (scenario.Of(at).Value, scenario.Of(at).MidHighEnd));
        // And where there is no bill, a record that comes late counts.
        var unbilled = new Scenario();
        unbilled.Call(new DateTime(2024, 6, 20), 79_000_000);
        Assert.Equal(MidHighEndClass.None, unbilled.Of(at).MidHighEnd);
        unbilled.Call(new DateTime(2024, 6, 1), 1_000_000);
        Assert.Equal(MidHighEndClass.Quasi, unbilled.Of(at).MidHighEnd);
    }

    [Fact]
    public void Another_policy_gives_other_classes_of_the_same_state()
    {
        var scenario = new Scenario();
        scenario.Bill(July, 90, 90, 90);
        scenario.Tell(new MembershipChanged { Time = scenario.At(July), GroupId = "g", GroupKind = GroupKind.EnterpriseVpn, EnterpriseClass = EnterpriseClass.B, IsKeyMember = true });
        var at = new DateTime(2024, 7, 10);
        Assert.Equal((ValueClass.Ordinary, MidHighEndClass.Quasi), (scenario.Of(at).Value, scenario.Of(at).MidHighEnd));
        var policy = Policy.Default with { Value = new ValuePolicy { HighFromMicros = 90_000_000 }, MidHighEnd = new MidHighEndPolicy { BillAboveMicros = 80_000_000 } };
        Assert.Equal((ValueClass.High, MidHighEndClass.Dynamic), (scenario.Of(at, policy).Value, scenario.Of(at, policy).MidHighEnd));
        Assert.Equal(ValueClass.Important, scenario.Of(at, Policy.Default with { Enterprises = new EnterprisePolicy { KeyClasses = ["A", "B"] } }).Value);
    }

    [Fact]
    public void Risk_makes_the_stage_and_everything_about_it_comes_along()
    {
        var scenario = new Scenario();
        scenario.Bill(July, 90, 90, 90);
        scenario.Call(new DateTime(2024, 7, 1, 12, 0, 0));
        scenario.Tell(
            new OfferChanged { Time = scenario.At(July), OfferId = "o", Product = "family", Channel = ContactChannel.Sms, Stage = OfferStage.Made },
            new OfferChanged { Time = scenario.At(July.AddDays(1)), OfferId = "o", Stage = OfferStage.Accepted },
            new AttributeDetermined { Time = scenario.At(July), Name = "preference.gift", Value = "rice", DeterminedBy = "analysis" });
        var scorer = new ChurnScorer(DefaultChurnFormula.Formula);
        var at = new DateTime(2024, 7, 10, 12, 0, 0);
        var plain = scenario.Of(at);
        Assert.Equal((ChurnBand.None, null, 0), (plain.ChurnBand, plain.ChurnScore, plain.Portrait.Preferences.Count));
        var sure = Policy.Default with { ChurnRisk = new ChurnRiskPolicy { MediumFrom = 0, HighFrom = 1e-9 } };
        var scored = scenario.Of(at, sure, new InsightOptions { Scorer = scorer, WithPortrait = true });
        Assert.Equal((ChurnBand.High, LifeCycleReason.HighChurnRisk), (scored.ChurnBand, scored.LifeCycle.Reason));
        Assert.Equal(scorer.Score(scored.Features, new ChurnTerm[scorer.TermCount]), scored.ChurnScore);
        Assert.Equal(9, scored.Features[(int)ChurnFeature.DaysSinceLastOutgoing]);
        Assert.Equal("family", scored.Portrait.Best(PreferenceKind.Product));
        Assert.Equal("Sms", scored.Portrait.Best(PreferenceKind.Channel));
        Assert.Equal("rice", scored.Portrait.Best(PreferenceKind.Gift));
        Assert.Equal((1, 1), (scored.Portrait.OffersKnown, scored.Portrait.OffersTaken));
    }

    /// <summary>What an agent is told that would happen is what happens: each fact changes the features that it is about, and the score becomes that of the
    /// what-if with those values, term by term.</summary>
    [Fact]
    public void A_what_if_says_what_the_facts_then_make_of_the_state()
    {
        var scorer = new ChurnScorer(DefaultChurnFormula.Formula);
        var options = new InsightOptions { Scorer = scorer };
        var at = new DateTime(2024, 7, 20, 12, 0, 0);
        var time = new Scenario().At(at);
        var cases = new (string What, Action<Scenario> Happens, (ChurnFeature Feature, double Value)[] WhatIf)[]
        {
            ("asks to leave", s => s.Tell(new PortOutRequested { Time = time - 60, Competitor = "other" }), [(ChurnFeature.PortOutRequested, 1)]),
            ("in arrears", s => s.Tell(new ArrearsReported { Time = time - 60, AmountMicros = 9, SinceTime = time - (65 * 86_400) }), [(ChurnFeature.ArrearsDays, 65), (ChurnFeature.ArrearsMonths12, 3)]),
            ("joins a measure", s => s.Tell(new MeasureJoined { Time = time - 60, MeasureId = "m", MeasureKind = MeasureKind.FamilyPlan }), [(ChurnFeature.MeasuresInForce, 1)]),
            ("takes two services", s => s.Tell(new AddOnChanged { Time = time - 60, Name = "mail", State = AddOnState.Subscribed }, new AddOnChanged { Time = time - 50, Name = "im", State = AddOnState.Subscribed }), [(ChurnFeature.StickyServices, 2)]),
            ("signs a contract", s => s.Tell(new ContractSigned { Time = time - 60, ContractId = "k", EndTime = time + (20 * 86_400) }), [(ChurnFeature.DaysToContractEnd, 20)]),
            ("complains", s => s.Tell(new CaseChanged { Time = time - 60, CaseId = "c", CaseKind = CaseKind.Complaint, Stage = CaseStage.Opened }), [(ChurnFeature.OpenComplaints, 1), (ChurnFeature.Complaints90, 1), (ChurnFeature.SatisfactionScore, 75.8)]),
            ("is not content", s => s.Tell(new SurveyScored { Time = time - 60, Score = 20 }), [(ChurnFeature.SatisfactionScore, 52)]),
            ("changes the plan", s => s.Tell(new PlanChanged { Time = time - 60, Plan = "plan-8" }), [(ChurnFeature.PlanChanges6, 1)]),
            ("calls", s => s.Call(at.AddMinutes(-1)), [(ChurnFeature.DaysSinceLastOutgoing, 60 / 86_400.0), (ChurnFeature.ActiveDays28, 9), (ChurnFeature.RecentActivityRatio, 1 / 7.0 / (11 / 28.0)), (ChurnFeature.MonthToDateRatio, 5 / (13 * 20 / 30.0))]),
        };
        foreach (var (what, happens, whatIf) in cases)
        {
            var scenario = new Scenario();
            scenario.Bill(July, 120, 120, 120);
            for (var day = -45; day < -12; day += 2) scenario.Call(at.AddDays(day));
            var before = scenario.Of(at, null, options);
            var (expected, actual) = (new ChurnTerm[scorer.TermCount], new ChurnTerm[scorer.TermCount]);
            var answer = scorer.WhatIf(before.Features, [.. whatIf.Select(static c => new ChurnChange(c.Feature, c.Value))], expected);
            happens(scenario);
            var after = scenario.Of(at, null, options);
            var changed = Enum.GetValues<ChurnFeature>().Where(f => !before.Features[(int)f].Equals(after.Features[(int)f])).ToArray();
            Assert.True(whatIf.Select(static c => c.Feature).Order().SequenceEqual(changed), $"{what}: {string.Join(", ", changed)} changed");
            Assert.All(whatIf, c => Assert.Equal(c.Value, after.Features[(int)c.Feature], 9));
            scorer.Score(after.Features, actual);
            Assert.Equal(expected, actual);
            Assert.Equal(answer, after.ChurnScore);
        }
    }

    [Fact]
    public void Of_nobody_there_is_little_to_say()
    {
        var subscriber = new Support.Subscriber();
        var insight = Insight.Of(subscriber.State, Policy.Default, subscriber.Parameters, 1_720_000_000_000);
        Assert.Equal((ValueClass.None, AttributeClass.None, RetentionClass.None, BrandFitClass.None), (insight.Value, insight.Attribute, insight.Retention, insight.BrandFit.Class));
        Assert.Equal((1, 1, 1), (insight.Rfm.Recency, insight.Rfm.Frequency, insight.Rfm.Monetary));
        Assert.Equal(1, insight.StarLevel.Level);
    }
}
