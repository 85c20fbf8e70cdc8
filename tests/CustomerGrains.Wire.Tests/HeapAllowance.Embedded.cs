namespace CustomerGrains.Wire.Tests;

/// <summary>What the heap may grow by an exchange once everything is warm.</summary>
internal static class HeapAllowance
{
    /// <summary>A call that is never let go of holds a kilobyte and more: one in twenty shows.</summary>
    public const double BytesPerExchange = 60;
}
