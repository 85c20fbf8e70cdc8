namespace CustomerGrains.Grains.Versions;

/// <summary>Some versions, latest first.</summary>
/// <param name="Active">The version in force.</param>
/// <param name="HasMore">There are older ones.</param>
[GenerateSerializer, Immutable, Alias("cg.VersionPage")]
public sealed record VersionPage(
    [property: Id(0)] VersionEntry[] Entries,
    [property: Id(1)] uint Active,
    [property: Id(2)] bool HasMore);
