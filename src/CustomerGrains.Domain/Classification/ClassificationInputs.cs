namespace CustomerGrains.Domain.Classification;

/// <summary>The values that every class of a subscriber came from.</summary>
public sealed record ClassificationInputs
{
    public RelationshipInputs Relationship { get; internal set; }

    public AttributeInputs Attribute { get; internal set; }

    public ValueInputs Value { get; internal set; }

    public CreditInputs Credit { get; internal set; }

    public SatisfactionInputs Satisfaction { get; internal set; }

    public LoyaltyInputs Loyalty { get; internal set; }

    /// <summary>Bills, micros.</summary>
    public TrendInputs RevenueTrend { get; internal set; }

    /// <summary>Events of all use.</summary>
    public TrendInputs FrequencyTrend { get; internal set; }

    public RfmInputs Rfm { get; internal set; }

    public UsagePatternInputs UsagePattern { get; internal set; }

    public MidHighEndInputs MidHighEnd { get; internal set; }

    /// <summary>Of the last full month.</summary>
    public KpiMonthInputs KpiMonth { get; internal set; }

    public RetentionInputs Retention { get; internal set; }

    public LifeCycleInputs LifeCycle { get; internal set; }

    public BrandFitInputs BrandFit { get; internal set; }

    public StarLevelInputs StarLevel { get; internal set; }
}
