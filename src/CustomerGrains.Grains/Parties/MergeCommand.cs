namespace CustomerGrains.Grains.Parties;

/// <param name="Id">The party that is merged: one that stands for itself.</param>
/// <param name="Into">The party that goes on: one whose own merges do not lead to the other.</param>
/// <param name="AsOf">The version that <see cref="IMergesGrain.Settle"/> said before both were looked at.</param>
/// <param name="Actor">Who asks; empty when not said.</param>
/// <param name="Reason">Why; empty when not said.</param>
[GenerateSerializer, Immutable, Alias("cg.MergeCommand")]
public sealed record MergeCommand(
    [property: Id(0)] string Id,
    [property: Id(1)] string Into,
    [property: Id(2)] long AsOf,
    [property: Id(3)] string RequestId,
    [property: Id(4)] string Actor,
    [property: Id(5)] string Reason);
