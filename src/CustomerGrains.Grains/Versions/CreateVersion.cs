namespace CustomerGrains.Grains.Versions;

/// <param name="Text">Checked by its kind.</param>
/// <param name="RequestId">Not empty: the same again is answered as the first time.</param>
/// <param name="Time">Milliseconds since 1970-01-01 UTC, of the wall.</param>
[GenerateSerializer, Immutable, Alias("cg.CreateVersion")]
public sealed record CreateVersion(
    [property: Id(0)] string Text,
    [property: Id(1)] string RequestId,
    [property: Id(2)] long Time,
    [property: Id(3)] string Actor,
    [property: Id(4)] string Reason);
