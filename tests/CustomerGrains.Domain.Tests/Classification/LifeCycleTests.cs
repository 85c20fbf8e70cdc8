using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Tests.Classification;

/// <summary>Life-cycle stage (domain §3.8), relationship and attribute (§3.2).</summary>
public class LifeCycleTests
{
    private const long Unit = 1_000_000;
    private static readonly LifeCycleInputs Settled = new() { TenureMonths = 40, MarginMicros = 1, FrequencyTrend = Trend.Steady, AverageBillMicros = 50 * Unit };

    public static TheoryData<LifeCycleInputs, LifeCycleStage, LifeCycleReason> Stages() => new()
    {
        { Settled, LifeCycleStage.RevenueStimulation, LifeCycleReason.NoOther },
        { new LifeCycleInputs(), LifeCycleStage.RevenueStimulation, LifeCycleReason.NoOther }, // nothing is known
        { Settled with { IsProspect = true }, LifeCycleStage.PurchaseIntent, LifeCycleReason.Prospect },
        { Settled with { MonthsTerminated = 0 }, LifeCycleStage.WinBack, LifeCycleReason.TerminatedLately },
        { Settled with { MonthsTerminated = 12, ArrearsDays = 99 }, LifeCycleStage.WinBack, LifeCycleReason.TerminatedLately },
        { Settled with { MonthsTerminated = 13 }, LifeCycleStage.None, LifeCycleReason.TerminatedLongAgo },
        { Settled with { ArrearsDays = 60 }, LifeCycleStage.RevenueStimulation, LifeCycleReason.NoOther },
        { Settled with { ArrearsDays = 61, IsChurnProne = true }, LifeCycleStage.BadDebtControl, LifeCycleReason.LongArrears },
        { Settled with { IsChurnProne = true, RiskBand = ChurnBand.High }, LifeCycleStage.ChurnWarning, LifeCycleReason.ChurnProne },
        { Settled with { RiskBand = ChurnBand.High, TenureMonths = 1 }, LifeCycleStage.ChurnWarning, LifeCycleReason.HighChurnRisk },
        { Settled with { RiskBand = ChurnBand.Medium }, LifeCycleStage.RevenueStimulation, LifeCycleReason.NoOther },
        { Settled with { TenureMonths = 2, DaysToContractEnd = 1 }, LifeCycleStage.Acquisition, LifeCycleReason.ShortTenure },
        { Settled with { TenureMonths = 3 }, LifeCycleStage.RevenueStimulation, LifeCycleReason.NoOther },
        { Settled with { DaysToContractEnd = 61 }, LifeCycleStage.RevenueStimulation, LifeCycleReason.NoOther },
        { Settled with { DaysToContractEnd = 60, PlanSavingMicros = 99 * Unit }, LifeCycleStage.ContractRenewal, LifeCycleReason.ContractEnding },
        { Settled with { DaysToContractEnd = 0 }, LifeCycleStage.ContractRenewal, LifeCycleReason.ContractEnding },
        { Settled with { PlanSavingMicros = (10 * Unit) - 1 }, LifeCycleStage.RevenueStimulation, LifeCycleReason.NoOther },
        { Settled with { PlanSavingMicros = 10 * Unit, BrandFit = BrandFitClass.Misplaced }, LifeCycleStage.TariffAdjustment, LifeCycleReason.PlanDoesNotFit },
        { Settled with { PlanSavingMicros = 10 * Unit, AverageBillMicros = (100 * Unit) + 1 }, LifeCycleStage.RevenueStimulation, LifeCycleReason.NoOther }, // less than a tenth
        { Settled with { PlanSavingMicros = 10 * Unit, AverageBillMicros = 100 * Unit }, LifeCycleStage.TariffAdjustment, LifeCycleReason.PlanDoesNotFit },
        { Settled with { BrandFit = BrandFitClass.Misplaced, MarginMicros = -1 }, LifeCycleStage.BrandMigration, LifeCycleReason.BrandDoesNotFit },
        { Settled with { BrandFit = BrandFitClass.Fits }, LifeCycleStage.RevenueStimulation, LifeCycleReason.NoOther },
        { Settled with { MarginMicros = -1, FrequencyTrend = Trend.Rising }, LifeCycleStage.ServiceCostControl, LifeCycleReason.LowMargin },
        { Settled with { MarginMicros = 0 }, LifeCycleStage.RevenueStimulation, LifeCycleReason.NoOther },
        { Settled with { MarginMicros = null }, LifeCycleStage.RevenueStimulation, LifeCycleReason.NoOther },
        { Settled with { FrequencyTrend = Trend.Rising }, LifeCycleStage.CrossSell, LifeCycleReason.RisingUse },
        { Settled with { FrequencyTrend = Trend.Falling }, LifeCycleStage.RevenueStimulation, LifeCycleReason.NoOther },
    };

    [Theory, MemberData(nameof(Stages))]
    public void The_first_rule_that_holds_makes_the_stage(LifeCycleInputs inputs, LifeCycleStage stage, LifeCycleReason reason) =>
        Assert.Equal(new LifeCycle(stage, reason), LifeCycle.Of(inputs, new LifeCyclePolicy()));

    [Fact]
    public void The_policy_orders_the_stages_and_switches_the_warning()
    {
        var both = Settled with { RiskBand = ChurnBand.High, TenureMonths = 1 };
        var order = new LifeCyclePolicy().Order.Where(s => s != LifeCycleStage.Acquisition).Prepend(LifeCycleStage.Acquisition).ToArray();
        Assert.Equal(LifeCycleStage.Acquisition, LifeCycle.Of(both, new LifeCyclePolicy { Order = order }).Stage);
        Assert.Equal(LifeCycleStage.Acquisition, LifeCycle.Of(both, new LifeCyclePolicy { WarnsOnHighRisk = false }).Stage);
        // Who has left is in no stage of those who are here, whatever the order; debts remain.
        var left = both with { MonthsTerminated = 1, ArrearsDays = 61 };
        Assert.Equal(LifeCycleStage.WinBack, LifeCycle.Of(left, new LifeCyclePolicy { Order = order }).Stage);
        Assert.Equal(LifeCycleStage.BadDebtControl, LifeCycle.Of(left, new LifeCyclePolicy { Order = [LifeCycleStage.BadDebtControl, .. order] }).Stage);
    }

    [Theory]
    [InlineData(true, true, true, true, RelationshipClass.InterconnectPartner)]
    [InlineData(true, true, true, false, RelationshipClass.Existing)]
    [InlineData(false, true, true, false, RelationshipClass.Historical)]
    [InlineData(false, false, true, false, RelationshipClass.HeldByCompetitor)]
    [InlineData(false, false, false, false, RelationshipClass.Potential)]
    public void Relationship_is_the_first_that_matches(bool has, bool had, bool competitor, bool partner, RelationshipClass expected) =>
        Assert.Equal(expected, RelationshipRule.Of(new RelationshipInputs(has, had, competitor, partner)));

    [Theory]
    [InlineData(null, true, AttributeClass.None)]
    [InlineData(false, false, AttributeClass.PublicIndividual)]
    [InlineData(true, false, AttributeClass.PublicOrganisation)]
    [InlineData(false, true, AttributeClass.MajorIndividual)]
    [InlineData(true, true, AttributeClass.MajorOrganisation)]
    public void Attribute_is_what_the_record_says(bool? isOrganisation, bool isMajor, AttributeClass expected) =>
        Assert.Equal(expected, AttributeRule.Of(new AttributeInputs(isOrganisation, isMajor)));
}
