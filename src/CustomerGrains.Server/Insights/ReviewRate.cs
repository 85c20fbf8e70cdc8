using CustomerGrains.Storage;

namespace CustomerGrains.Server.Insights;

/// <summary>How many subscribers are reviewed.</summary>
/// <param name="PerSecond">At most; above it reviews come later, and none is left out. While intake is full an eighth of it: intake goes first. 0 = none at
/// all: classes are then found when somebody asks, and nothing is remembered about them.</param>
public sealed record ReviewRate(int PerSecond)
{
    private const int ShareWhenFull = 8;

    /// <summary>Reviews in each of the steps of somebody who makes them.</summary>
    internal WorkPace PaceOf(TimeSpan step, IIntakeLoad load)
    {
        var most = Math.Max(1, (int)(PerSecond * step.TotalSeconds));
        return new WorkPace(Math.Max(1, most / ShareWhenFull), most, load);
    }
}
