using CustomerGrains.Domain.Churn;

namespace CustomerGrains.Domain.Classification;

/// <summary>What the life-cycle stage comes from.</summary>
public readonly record struct LifeCycleInputs
{
    /// <summary>Not yet a subscriber.</summary>
    public bool IsProspect { get; init; }

    /// <summary>Months since the subscription was terminated, a begun one counted; null = it is not.</summary>
    public int? MonthsTerminated { get; init; }

    /// <summary>Age of the oldest arrears; 0 = none.</summary>
    public int ArrearsDays { get; init; }

    public bool IsChurnProne { get; init; }

    public ChurnBand RiskBand { get; init; }

    /// <summary>Full ones; null = not known since when it is one.</summary>
    public int? TenureMonths { get; init; }

    /// <summary>Local days until the contract ends, 0 = today; null = no contract, or over.</summary>
    public int? DaysToContractEnd { get; init; }

    /// <summary>What the best plan of the catalogue would save a month, micros; null = not known.</summary>
    public long? PlanSavingMicros { get; init; }

    /// <summary>Mean bill, micros a month.</summary>
    public long AverageBillMicros { get; init; }

    public BrandFitClass BrandFit { get; init; }

    /// <summary>Micros a month; null = no full month yet.</summary>
    public long? MarginMicros { get; init; }

    public Trend FrequencyTrend { get; init; }
}
