namespace CustomerGrains.Grains.Subscribers;

/// <param name="ActivationTime">Seconds since 1970-01-01 UTC.</param>
/// <param name="RequestId">Empty when the caller gave none.</param>
/// <param name="Actor">Who asks; empty when not said.</param>
[GenerateSerializer, Immutable, Alias("cg.RegisterCommand")]
public sealed record RegisterCommand(
    [property: Id(0)] long ActivationTime,
    [property: Id(1)] string Plan,
    [property: Id(2)] string Brand,
    [property: Id(3)] string Region,
    [property: Id(4)] string RequestId,
    [property: Id(5)] string Actor);
