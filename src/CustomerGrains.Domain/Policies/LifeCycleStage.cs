namespace CustomerGrains.Domain.Policies;

/// <summary>The eleven links of the life cycle (domain §3.8). The numbers are stored and sent.</summary>
public enum LifeCycleStage : byte
{
    None = 0,

    /// <summary>A prospect.</summary>
    PurchaseIntent = 1,

    /// <summary>New on the network.</summary>
    Acquisition = 2,

    /// <summary>What none of the other rules takes.</summary>
    RevenueStimulation = 3,

    /// <summary>Costs more than it brings.</summary>
    ServiceCostControl = 4,

    /// <summary>Use rises.</summary>
    CrossSell = 5,

    /// <summary>Another plan would suit better.</summary>
    TariffAdjustment = 6,

    /// <summary>The contract ends soon.</summary>
    ContractRenewal = 7,

    /// <summary>Another brand would suit better.</summary>
    BrandMigration = 8,

    /// <summary>Likely to leave.</summary>
    ChurnWarning = 9,

    /// <summary>Long in arrears.</summary>
    BadDebtControl = 10,

    /// <summary>Has left.</summary>
    WinBack = 11,
}
