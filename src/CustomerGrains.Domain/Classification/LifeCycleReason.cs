namespace CustomerGrains.Domain.Classification;

/// <summary>Which rule put a subscriber into its life-cycle stage (domain §3.8). The numbers are stored and sent.</summary>
public enum LifeCycleReason : byte
{
    None = 0,
    Prospect = 1,
    TerminatedLately = 2,

    /// <summary>Longer ago than win-back goes on: no stage.</summary>
    TerminatedLongAgo = 3,
    LongArrears = 4,
    ChurnProne = 5,
    HighChurnRisk = 6,
    ShortTenure = 7,
    ContractEnding = 8,
    PlanDoesNotFit = 9,
    BrandDoesNotFit = 10,
    LowMargin = 11,
    RisingUse = 12,

    /// <summary>No other rule holds.</summary>
    NoOther = 13,
}
