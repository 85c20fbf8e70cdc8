namespace CustomerGrains.Wire.Tests;

/// <summary>What the heap may grow by an exchange once everything is warm.</summary>
internal static class HeapAllowance
{
    public const double Bytes = 6_000_000;

    /// <summary>Orleans has caches and buffers of its own that fill for longer than a run takes: only what runs away shows.</summary>
    public const double BytesPerExchange = 4_000;
}
