namespace CustomerGrains.Grains.Versions;

/// <summary>A request that was carried out.</summary>
/// <param name="Key">What was asked for and the request's id.</param>
/// <param name="Number">The version it made or put in force.</param>
[GenerateSerializer, Immutable, Alias("cg.VersionRequest")]
public sealed record VersionRequest(
    [property: Id(0)] string Key,
    [property: Id(1)] uint Number);
