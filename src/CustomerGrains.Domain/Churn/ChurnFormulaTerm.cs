namespace CustomerGrains.Domain.Churn;

/// <summary>What one feature adds.</summary>
public sealed record ChurnFormulaTerm
{
    public required ChurnFeature Feature { get; init; }

    /// <summary>The points that are nothing special: the population's mean, rounded, or those of the usual bin. What a subscriber's bin has above
    /// them speaks for leaving, what it has below against it.</summary>
    public int Neutral { get; init; }

    /// <summary>Ascending; the last has no upper bound.</summary>
    public required IReadOnlyList<ChurnFormulaBin> Bins { get; init; }

    /// <summary>When the feature is missing; has no bound.</summary>
    public required ChurnFormulaBin Missing { get; init; }
}
