namespace CustomerGrains.Grains.Versions;

/// <summary>A version was put in force.</summary>
/// <param name="Number">The version.</param>
/// <param name="Previous">The one in force before.</param>
/// <param name="Time">Milliseconds since 1970-01-01 UTC, of the wall.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Since">Business time from which on answers went by it, milliseconds since 1970-01-01 UTC; 0 = not known.</param>
[GenerateSerializer, Immutable, Alias("cg.VersionActivation")]
public sealed record VersionActivation(
    [property: Id(0)] uint Number,
    [property: Id(1)] uint Previous,
    [property: Id(2)] long Time,
    [property: Id(3)] string Actor,
    [property: Id(4)] string Reason,
    [property: Id(5)] long Since = 0);
