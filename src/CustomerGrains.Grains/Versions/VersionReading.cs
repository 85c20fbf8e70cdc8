namespace CustomerGrains.Grains.Versions;

/// <summary>A version with its text.</summary>
/// <param name="Text">As its kind keeps it.</param>
/// <param name="Active">The version in force.</param>
[GenerateSerializer, Immutable, Alias("cg.VersionReading")]
public sealed record VersionReading(
    [property: Id(0)] VersionEntry Entry,
    [property: Id(1)] string Text,
    [property: Id(2)] uint Active);
