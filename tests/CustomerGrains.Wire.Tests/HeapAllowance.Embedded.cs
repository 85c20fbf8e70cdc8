namespace CustomerGrains.Wire.Tests;

/// <summary>What the heap may grow by an exchange once everything is warm.</summary>
internal static class HeapAllowance
{
    /// <summary>However many there are: rows of the log's open segments, and buffers of pools, which come and go.</summary>
    public const double Bytes = 6_000_000;

    /// <summary>A call that is never let go of holds a kilobyte and more: of the usual number, one in twelve shows.</summary>
    public const double BytesPerExchange = 40;
}
