namespace CustomerGrains.Grains.Versions;

/// <summary>A kept version of a document, without its text.</summary>
/// <param name="Number">1, 2, 3 …; 0 = built in, which nobody made.</param>
/// <param name="Digest">SHA-256 of the text, hexadecimal; key of the grain that keeps it. Empty of the built-in one.</param>
/// <param name="Title">What the document calls itself; may be empty.</param>
/// <param name="Note">What it says of itself; may be empty.</param>
/// <param name="CreateTime">Milliseconds since 1970-01-01 UTC, of the wall.</param>
/// <param name="Actor">Who put it.</param>
/// <param name="Reason">Why.</param>
[GenerateSerializer, Immutable, Alias("cg.VersionInfo")]
public sealed record VersionInfo(
    [property: Id(0)] uint Number,
    [property: Id(1)] string Digest,
    [property: Id(2)] string Title,
    [property: Id(3)] string Note,
    [property: Id(4)] long CreateTime,
    [property: Id(5)] string Actor,
    [property: Id(6)] string Reason);
