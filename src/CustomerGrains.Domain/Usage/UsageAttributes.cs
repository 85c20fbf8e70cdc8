namespace CustomerGrains.Domain.Usage;

/// <summary>By what a month's usage is split. The bits are stored; each is that of a measure.</summary>
[Flags]
public enum UsageAttributes : ushort
{
    None = 0,
    OnNet = 1 << 1,
    OffNet = 1 << 2,
    Local = 1 << 3,
    LongDistance = 1 << 4,
    International = 1 << 5,
    Roaming = 1 << 6,
    Peak = 1 << 7,
}
