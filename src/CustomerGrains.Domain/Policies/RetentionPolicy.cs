namespace CustomerGrains.Domain.Policies;

/// <summary>The four retention classes, of which the first that matches holds (domain §3.7): churn-prone, important, irregular demand, ordinary
/// mid/high-end.</summary>
public sealed record RetentionPolicy
{
    /// <summary>Churn-prone: a dynamic mid/high-end subscriber whose last <see cref="ChurnProneMonths"/> bills add up to less than this, or …</summary>
    public long ChurnProneSumBelowMicros { get; init; } = 150_000_000;

    public int ChurnProneMonths { get; init; } = 3;

    /// <summary>… who is in arrears for more than so many months (of 30 days).</summary>
    public int ChurnProneArrearsMonths { get; init; } = 1;

    /// <summary>One more way to be churn-prone.</summary>
    public ReducedUsePolicy ReducedUse { get; init; } = new();

    /// <summary>Full months of the month average, 1 … 12.</summary>
    public int AverageMonths { get; init; } = 3;

    /// <summary>Important: the month average is at least this (or an important member of a key enterprise).</summary>
    public long ImportantFromMicros { get; init; } = 300_000_000;

    /// <summary>Ordinary mid/high-end: the month average is at least this; a dynamic one below it has irregular demand.</summary>
    public long OrdinaryFromMicros { get; init; } = 100_000_000;
}
