using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Grains.Entities;

/// <summary>A fact that one entity asks another to take (core rule 15).</summary>
/// <param name="Origin">Key of the entity that asks.</param>
/// <param name="Version">Version of its entry; the target takes each at most once.</param>
[GenerateSerializer, Immutable, Alias("cg.EffectMessage")]
public sealed record EffectMessage(
    [property: Id(0)] string Origin,
    [property: Id(1)] long Version,
    [property: Id(2)] FactKind Kind,
    [property: Id(3)] ReadOnlyMemory<byte> Body);
