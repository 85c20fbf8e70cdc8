namespace CustomerGrains.Server.Insights;

/// <summary>How many subscribers are reviewed.</summary>
/// <param name="PerSecond">At most, so that intake has the rest of the machine; above it reviews come later, and none is left out. 0 = none at
/// all: classes are then found when somebody asks, and nothing is remembered about them.</param>
public sealed record ReviewRate(int PerSecond);
