namespace CustomerGrains.Domain.Policies;

/// <summary>The five classes by value (domain §3.3). Revenue and margin are monthly means over <see cref="MonthsAveraged"/> full months.</summary>
public sealed record ValuePolicy
{
    /// <summary>Full months that revenue and margin are averaged over, 1 … 12; the ones there are, of a shorter tenure.</summary>
    public int MonthsAveraged { get; init; } = 3;

    /// <summary>Revenue a month from which on a subscriber is ordinary (维持型); below it is low.</summary>
    public long OrdinaryFromMicros { get; init; } = 30_000_000;

    /// <summary>Revenue a month from which on a subscriber is high (贵宾型).</summary>
    public long HighFromMicros { get; init; } = 100_000_000;

    /// <summary>Revenue a month from which on a subscriber is important (重要), whoever it is.</summary>
    public long ImportantFromMicros { get; init; } = 500_000_000;

    /// <summary>Low ones with a margin a month below this are releasable (放弃型), the others to improve (改进型).</summary>
    public long ReleasableBelowMarginMicros { get; init; }
}
