namespace CustomerGrains.Domain.Policies;

/// <summary>The rules of the life-cycle stages (domain §3.8); the first stage of <see cref="Order"/> whose rule holds is the current one.</summary>
public sealed record LifeCyclePolicy
{
    /// <summary>Acquisition below this tenure, in months.</summary>
    public int AcquisitionBelowMonths { get; init; } = 3;

    /// <summary>Renewal from so many days before the contract's end on (≤).</summary>
    public int RenewalDays { get; init; } = 60;

    /// <summary>Bad debt when arrears are older than so many days (&gt;).</summary>
    public int BadDebtAfterDays { get; init; } = 60;

    /// <summary>Win-back for so many months after the subscription was terminated (≤); no stage after that.</summary>
    public int WinBackMonths { get; init; } = 12;

    /// <summary>Warning when the churn-risk band is high; it is always given to churn-prone ones.</summary>
    public bool WarnsOnHighRisk { get; init; } = true;

    /// <summary>The plan does not fit when another one saves at least this a month …</summary>
    public long PlanSavingFromMicros { get; init; } = 10_000_000;

    /// <summary>… and at least this share of the average bill.</summary>
    public double PlanSavingFromShare { get; init; } = 0.10;

    /// <summary>Cost control when the margin a month is below this (&lt;).</summary>
    public long CostControlBelowMarginMicros { get; init; }

    /// <summary>Every stage once; revenue stimulation, which takes what is left, is the last.</summary>
    public IReadOnlyList<LifeCycleStage> Order { get; init; } =
    [
        LifeCycleStage.PurchaseIntent,
        LifeCycleStage.WinBack,
        LifeCycleStage.BadDebtControl,
        LifeCycleStage.ChurnWarning,
        LifeCycleStage.Acquisition,
        LifeCycleStage.ContractRenewal,
        LifeCycleStage.TariffAdjustment,
        LifeCycleStage.BrandMigration,
        LifeCycleStage.ServiceCostControl,
        LifeCycleStage.CrossSell,
        LifeCycleStage.RevenueStimulation,
    ];
}
