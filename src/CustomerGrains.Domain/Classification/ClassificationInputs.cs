namespace CustomerGrains.Domain.Classification;

/// <summary>The values that every class of a subscriber came from.</summary>
public sealed record ClassificationInputs
{
    public RelationshipInputs Relationship { get; init; }

    public AttributeInputs Attribute { get; init; }

    public ValueInputs Value { get; init; }

    public CreditInputs Credit { get; init; }

    public SatisfactionInputs Satisfaction { get; init; }

    public LoyaltyInputs Loyalty { get; init; }

    /// <summary>Bills, micros.</summary>
    public TrendInputs RevenueTrend { get; init; }

    /// <summary>Events of all use.</summary>
    public TrendInputs FrequencyTrend { get; init; }

    public RfmInputs Rfm { get; init; }

    public UsagePatternInputs UsagePattern { get; init; }

    public MidHighEndInputs MidHighEnd { get; init; }

    /// <summary>Of the last full month.</summary>
    public KpiMonthInputs KpiMonth { get; init; }

    public RetentionInputs Retention { get; init; }

    public LifeCycleInputs LifeCycle { get; init; }

    public BrandFitInputs BrandFit { get; init; }

    public StarLevelInputs StarLevel { get; init; }
}
