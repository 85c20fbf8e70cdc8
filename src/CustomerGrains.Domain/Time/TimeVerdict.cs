namespace CustomerGrains.Domain.Time;

/// <summary>Whether a start time is possible now.</summary>
public enum TimeVerdict : byte
{
    Possible,
    TooOld,
    TooNew,
}
