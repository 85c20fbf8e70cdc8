namespace CustomerGrains.Domain.Policies;

/// <summary>When use rises or falls (domain §3.4): the least-squares slope over the last three full months, as a share of their mean a month.</summary>
public sealed record TrendPolicy
{
    /// <summary>Rising at this slope or more; &gt; 0.</summary>
    public double RisingFrom { get; init; } = 0.10;

    /// <summary>Falling at this slope or less; &lt; 0.</summary>
    public double FallingTo { get; init; } = -0.10;
}
