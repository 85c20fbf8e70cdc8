namespace CustomerGrains.Domain.Classification;

/// <summary>What the class by value comes from.</summary>
/// <param name="Months">Full months that were averaged; 0 = there is none yet.</param>
/// <param name="RevenueMicros">A month, the mean of those.</param>
/// <param name="CostMicros">To serve, a month, likewise (<see cref="CostToServe"/>).</param>
/// <param name="IsInfluential">Flagged as of influence.</param>
/// <param name="IsMajor">A major customer.</param>
/// <param name="IsKeyMember">An important member of an enterprise of a key class.</param>
public readonly record struct ValueInputs(int Months, long RevenueMicros, long CostMicros, bool IsInfluential, bool IsMajor, bool IsKeyMember)
{
    /// <summary>Revenue less cost to serve, a month.</summary>
    public long MarginMicros => RevenueMicros - CostMicros;
}
