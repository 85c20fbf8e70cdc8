namespace CustomerGrains.Domain.Classification;

/// <summary>What is remembered the change of: one of each classification. The numbers are places in stored bytes.</summary>
public enum Edge : byte
{
    Relationship = 0,
    Attribute = 1,
    Value = 2,
    Credit = 3,
    Satisfaction = 4,
    Loyalty = 5,
    RevenueTrend = 6,
    FrequencyTrend = 7,

    /// <summary>The three scores and the treatment.</summary>
    Rfm = 8,
    MidHighEnd = 9,
    Retention = 10,

    /// <summary>The stage and the rule that put it there.</summary>
    LifeCycle = 11,
    BrandFit = 12,
    StarLevel = 13,
    ChurnRisk = 14,
    UsagePattern = 15,
}
