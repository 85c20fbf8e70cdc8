namespace CustomerGrains.Grains.Versions;

/// <param name="Number">A kept version, or 0 = the built-in one.</param>
/// <param name="Expected">The version that has to be in force before; null = any.</param>
/// <param name="RequestId">Not empty: the same again is answered as the first time.</param>
/// <param name="Time">Milliseconds since 1970-01-01 UTC, of the wall.</param>
/// <param name="Since">Business time from which on answers go by it, milliseconds since 1970-01-01 UTC; 0 = there is none yet.</param>
[GenerateSerializer, Immutable, Alias("cg.ActivateVersion")]
public sealed record ActivateVersion(
    [property: Id(0)] uint Number,
    [property: Id(1)] uint? Expected,
    [property: Id(2)] string RequestId,
    [property: Id(3)] long Time,
    [property: Id(4)] string Actor,
    [property: Id(5)] string Reason,
    [property: Id(6)] long Since = 0);
