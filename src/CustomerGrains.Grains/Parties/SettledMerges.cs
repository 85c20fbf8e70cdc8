namespace CustomerGrains.Grains.Parties;

/// <summary>How far the merges of a kind are.</summary>
/// <param name="Version">Of those who decide: what parties say of themselves is right until another merge is decided.</param>
/// <param name="Unsettled">Ids of parties that were merged and could not be told, or not pass on what they know, as something on disk is damaged: what they
/// say may be behind what was decided.</param>
[GenerateSerializer, Immutable, Alias("cg.SettledMerges")]
public sealed record SettledMerges([property: Id(0)] long Version, [property: Id(1)] IReadOnlyList<string> Unsettled);
