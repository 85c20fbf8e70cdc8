namespace Orleans.Embedded;

/// <summary>What this process holds behind references, for callers that warm the processor's caches before they call. Looking
/// enters no turn: what is seen may be changing, or gone, so nothing may be concluded from it.</summary>
public static class LocalGrain
{
    /// <summary>The grain objects that the references' last calls reached; null for one that is not known to live. Whole spans at a
    /// time and step by step, so that the processor waits for the memory of many at once.</summary>
    /// <param name="references">Replaced by the grain objects.</param>
    public static void Peek(Span<object?> references)
    {
        foreach (ref var one in references) one = (one as GrainProxy)?.LastRoute;
        foreach (ref var one in references) one = (one as Activation)?.Instance;
    }
}
