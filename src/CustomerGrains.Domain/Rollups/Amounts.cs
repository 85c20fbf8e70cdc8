namespace CustomerGrains.Domain.Rollups;

/// <summary>Sums of amounts.</summary>
internal static class Amounts
{
    /// <summary>Stays at the largest number, or the smallest.</summary>
    internal static long Clamp(Int128 sum) => sum > long.MaxValue ? long.MaxValue : sum < long.MinValue ? long.MinValue : (long)sum;
}
