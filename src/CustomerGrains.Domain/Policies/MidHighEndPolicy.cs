namespace CustomerGrains.Domain.Policies;

/// <summary>Mid- and high-end subscribers (中高端, domain §3.6) and their KPI.</summary>
public sealed record MidHighEndPolicy
{
    /// <summary>Dynamic: the bills of <see cref="ConsecutiveMonths"/> months running are each above this (&gt;).</summary>
    public long BillAboveMicros { get; init; } = 100_000_000;

    public int ConsecutiveMonths { get; init; } = 3;

    /// <summary>Full months in which those months lie, at most 13.</summary>
    public int WindowMonths { get; init; } = 6;

    /// <summary>Quasi (准中高端): not dynamic, and last month's bill at least this.</summary>
    public long QuasiFromMicros { get; init; } = 80_000_000;

    /// <summary>Counts in the KPI (月均中高端客户数) of a month: a bill after discounts of at least this …</summary>
    public long KpiBillFromMicros { get; init; } = 100_000_000;

    /// <summary>… at least this many outgoing minutes, and on the network at its end.</summary>
    public int KpiMinutesFrom { get; init; } = 10;

    /// <summary>The monthly average count that is aimed at this year; null = none set.</summary>
    public long? KpiTarget { get; init; }

    /// <summary>Bands of the bill by which the composition is reported: where each begins, ascending; below the first is one more.</summary>
    public IReadOnlyList<long> BillBandsMicros { get; init; } = [100_000_000, 150_000_000, 200_000_000, 300_000_000, 500_000_000];
}
