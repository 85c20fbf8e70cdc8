using CustomerGrains.Domain.Churn;

namespace CustomerGrains.Domain.Classification;

/// <summary>What classes depend on besides the subscriber and the policy.</summary>
public readonly record struct InsightOptions
{
    /// <summary>Null = the policy's initial ones.</summary>
    public PopulationCuts? Cuts { get; init; }

    /// <summary>Null = churn risk is not scored.</summary>
    public ChurnScorer? Scorer { get; init; }

    /// <summary>What the best plan of the catalogue would save a month, micros; null = not known.</summary>
    public long? PlanSavingMicros { get; init; }

    /// <summary>The portrait is wanted; it changes no class.</summary>
    public bool WithPortrait { get; init; }
}
