namespace CustomerGrains.Domain.Relationships;

/// <summary>What holds a customer (稳定措施). The numbers are stored and those of the API.</summary>
public enum MeasureKind : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>Flagship brand (全球通).</summary>
    FlagshipBrand = 1,

    /// <summary>Enterprise group.</summary>
    EnterpriseGroup = 2,

    /// <summary>Family plan.</summary>
    FamilyPlan = 3,

    /// <summary>Deposit-gift campaign (存送).</summary>
    DepositGift = 4,

    /// <summary>Handset subsidy (终端营销).</summary>
    HandsetSubsidy = 5,
}
