namespace CustomerGrains.Grains.Versions;

/// <param name="Active">The version in force now.</param>
[GenerateSerializer, Immutable, Alias("cg.ActivateReceipt")]
public sealed record ActivateReceipt(
    [property: Id(0)] ActivateStatus Status,
    [property: Id(1)] uint Active);
