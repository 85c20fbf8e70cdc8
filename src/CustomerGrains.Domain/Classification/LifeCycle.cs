using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Classification;

/// <summary>Life-cycle stage (domain §3.8): the first stage of the policy's order whose rule holds. Defaults: prospect = purchase intent;
/// terminated ≤ 12 months = win-back, none after that; arrears &gt; 60 days = bad debt; churn-prone or risk band high = warning;
/// tenure &lt; 3 months = acquisition; contract ends in ≤ 60 days = renewal; another plan saves ≥ 10 and ≥ 10 % = tariff adjustment;
/// brand does not fit = migration; margin &lt; 0 = cost control; use rises = cross-sell; else stimulation.</summary>
/// <param name="Reason">The rule that put it there.</param>
public readonly record struct LifeCycle(LifeCycleStage Stage, LifeCycleReason Reason)
{
    public static LifeCycle Of(in LifeCycleInputs inputs, LifeCyclePolicy policy)
    {
        if (inputs.IsProspect) return new LifeCycle(LifeCycleStage.PurchaseIntent, LifeCycleReason.Prospect);
        if (inputs.MonthsTerminated > policy.WinBackMonths) return new LifeCycle(LifeCycleStage.None, LifeCycleReason.TerminatedLongAgo);
        for (var i = 0; i < policy.Order.Count; i++)
        {
            var stage = policy.Order[i];
            if (ReasonFor(stage, inputs, policy) is var reason and not LifeCycleReason.None) return new LifeCycle(stage, reason);
        }
        return default;
    }

    private static LifeCycleReason ReasonFor(LifeCycleStage stage, in LifeCycleInputs inputs, LifeCyclePolicy policy)
    {
        var hasLeft = inputs.MonthsTerminated is not null;
        return stage switch
        {
            LifeCycleStage.WinBack when hasLeft => LifeCycleReason.TerminatedLately,
            LifeCycleStage.BadDebtControl when inputs.ArrearsDays > policy.BadDebtAfterDays => LifeCycleReason.LongArrears,
            _ when hasLeft => LifeCycleReason.None,
            LifeCycleStage.ChurnWarning when inputs.IsChurnProne => LifeCycleReason.ChurnProne,
            LifeCycleStage.ChurnWarning when policy.WarnsOnHighRisk && inputs.RiskBand == ChurnBand.High => LifeCycleReason.HighChurnRisk,
            LifeCycleStage.Acquisition when inputs.TenureMonths < policy.AcquisitionBelowMonths => LifeCycleReason.ShortTenure,
            LifeCycleStage.ContractRenewal when inputs.DaysToContractEnd <= policy.RenewalDays => LifeCycleReason.ContractEnding,
            LifeCycleStage.TariffAdjustment when inputs.PlanSavingMicros >= policy.PlanSavingFromMicros
                && inputs.PlanSavingMicros >= policy.PlanSavingFromShare * inputs.AverageBillMicros => LifeCycleReason.PlanDoesNotFit,
            LifeCycleStage.BrandMigration when inputs.BrandFit == BrandFitClass.Misplaced => LifeCycleReason.BrandDoesNotFit,
            LifeCycleStage.ServiceCostControl when inputs.MarginMicros < policy.CostControlBelowMarginMicros => LifeCycleReason.LowMargin,
            LifeCycleStage.CrossSell when inputs.FrequencyTrend == Trend.Rising => LifeCycleReason.RisingUse,
            LifeCycleStage.RevenueStimulation => LifeCycleReason.NoOther,
            _ => LifeCycleReason.None,
        };
    }
}
