namespace CustomerGrains.Grains.Versions;

/// <summary>A version and when it was put in force.</summary>
/// <param name="Activations">Latest first; those that are still remembered.</param>
[GenerateSerializer, Immutable, Alias("cg.VersionEntry")]
public sealed record VersionEntry(
    [property: Id(0)] VersionInfo Info,
    [property: Id(1)] VersionActivation[] Activations);
