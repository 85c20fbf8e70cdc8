using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>One measure of one service in one direction in one hour, day or month. 16 bytes, because a subscriber has dozens. Sums only
/// grow, and stay at the largest number once reached, so that they do not depend on the order; what is taken back is a sum of its
/// own (<see cref="IsReversal"/>).</summary>
public struct UsageTotal
{
    private readonly int _slot;

    internal UsageTotal(int slot) => _slot = slot;

    /// <summary>Calls, messages, sessions or records.</summary>
    public uint Count { get; internal set; }

    /// <summary>In the measure's unit.</summary>
    public long Amount { get; internal set; }

    /// <summary>Hours since 1970-01-01 UTC, local days since 1970-01-01, or year × 12 + month − 1.</summary>
    public readonly int Period => UsageSlot.PeriodOf(_slot);

    public readonly ServiceKind Service => (ServiceKind)(_slot >> 6 & 7);

    public readonly UsageDirection Direction => (_slot >> 4 & 3) is 1 or 3 ? UsageDirection.Outgoing : UsageDirection.Incoming;

    /// <summary>What was taken back: to be subtracted from the total of the same measure.</summary>
    public readonly bool IsReversal => (_slot >> 4 & 3) is 0 or 3;

    public readonly UsageMeasure Measure => (UsageMeasure)(_slot & 15);

    internal readonly int Slot => _slot;

    internal void Add(uint count, ulong amount)
    {
        Count = (uint)Math.Min(uint.MaxValue, Count + (ulong)count);
        Amount = (long)Math.Min(long.MaxValue, (ulong)Amount + Math.Min(amount, long.MaxValue));
    }
}
