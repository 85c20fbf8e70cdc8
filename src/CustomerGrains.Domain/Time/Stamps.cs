namespace CustomerGrains.Domain.Time;

/// <summary>The parts of a stamp (<see cref="IBusinessClock.Stamp"/>).</summary>
public static class Stamps
{
    public const int CounterBits = 12;

    public static long Milliseconds(long stamp) => stamp >> CounterBits;

    /// <summary>The smallest stamp that is larger than every one of the millisecond <paramref name="now"/> and before.</summary>
    public static long After(long now) => (now + 1) << CounterBits;
}
