namespace CustomerGrains.Domain.Usage;

/// <summary>Which optional parts a canonical record has. The bits are stored and give the order of the parts.</summary>
[Flags]
public enum UsageFields : uint
{
    None = 0,
    Duration = 1 << 0,
    OctetsUp = 1 << 1,
    OctetsDown = 1 << 2,
    Count = 1 << 3,
    OtherParty = 1 << 4,
    CellId = 1 << 5,
    VisitedPlmn = 1 << 6,
    CallKind = 1 << 7,
    OnNet = 1 << 8,
    CloseCause = 1 << 9,
    SessionId = 1 << 10,
    Charge = 1 << 11,
    UtcOffset = 1 << 12,
    SourceSequence = 1 << 13,
    ReversalOf = 1 << 14,
}
