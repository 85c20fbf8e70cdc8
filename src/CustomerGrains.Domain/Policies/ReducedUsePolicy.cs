namespace CustomerGrains.Domain.Policies;

/// <summary>The alternative rule for churn-prone subscribers (domain §3.7): so many bills running, each below a share of the subscriber's own prior average.</summary>
public sealed record ReducedUsePolicy
{
    public bool IsOn { get; init; }

    /// <summary>Full months running.</summary>
    public int Months { get; init; } = 2;

    /// <summary>Each below (&lt;) this share of the average of the <see cref="PriorMonths"/> before them.</summary>
    public double BelowShare { get; init; } = 0.5;

    public int PriorMonths { get; init; } = 3;
}
