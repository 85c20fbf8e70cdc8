using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>A total's place in 32 bits, in the order of totals: period (23 bits, signed) | service (3) | direction and whether it is a
/// reversal (2) | measure (4).</summary>
internal static class UsageSlot
{
    private const int PeriodShift = 9;

    /// <summary>The last hour that has a place: 2448-08. Later usage is in days and months only.</summary>
    internal const int MaxPeriod = (1 << 22) - 1;

    internal static int PeriodOf(int slot) => slot >> PeriodShift;

    /// <summary>The place of the measure <see cref="UsageMeasure.All"/>; the others are added to it.</summary>
    internal static int Of(int period, ServiceKind service, UsageDirection direction, bool isReversal)
    {
        var code = direction == UsageDirection.Outgoing ? (isReversal ? 3 : 1) : (isReversal ? 0 : 2);
        return period << PeriodShift | (int)service << 6 | code << 4;
    }
}
