using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>Usage of one service in one direction in one day or month. 16 bytes, because a subscriber has dozens.</summary>
public struct UsageTotal
{
    private readonly int _slot;

    internal UsageTotal(int slot) => _slot = slot;

    /// <summary>Calls, messages or sessions; stays at the largest number once reached.</summary>
    public uint Count { get; internal set; }

    /// <summary>Seconds for voice, octets for data and MMS, 0 else; stays at the largest number once reached.</summary>
    public long Amount { get; internal set; }

    /// <summary>Local days since 1970-01-01, or year × 12 + month − 1.</summary>
    public readonly int Period => _slot >> 8;

    public readonly ServiceKind Service => (ServiceKind)(_slot >> 4 & 15);

    public readonly UsageDirection Direction => (UsageDirection)(_slot & 15);

    internal readonly int Slot => _slot;

    internal static int SlotOf(int period, ServiceKind service, UsageDirection direction) => period << 8 | (int)service << 4 | (int)direction;
}
