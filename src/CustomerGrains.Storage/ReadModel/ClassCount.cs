namespace CustomerGrains.Storage.ReadModel;

/// <summary>How many subscribers have a class, or two.</summary>
/// <param name="First">In words.</param>
/// <param name="Second">Empty when one class alone was counted.</param>
/// <param name="FirstCode">As stored; only comparable within one view.</param>
/// <param name="SecondCode">Likewise.</param>
public readonly record struct ClassCount(string First, string Second, long Count, int FirstCode, int SecondCode);
