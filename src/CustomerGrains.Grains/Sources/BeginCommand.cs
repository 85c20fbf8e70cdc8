namespace CustomerGrains.Grains.Sources;

/// <param name="DigestHigh">Of the parsed records, upper 64 bits.</param>
/// <param name="ReceiveDay">Local days since 1970-01-01.</param>
[GenerateSerializer, Immutable, Alias("cg.BeginCommand")]
public sealed record BeginCommand(
    [property: Id(0)] long Ordinal,
    [property: Id(1)] long Session,
    [property: Id(2)] long Batch,
    [property: Id(3)] ulong DigestHigh,
    [property: Id(4)] ulong DigestLow,
    [property: Id(5)] int ReceiveDay)
{
    public UInt128 Digest => new(DigestHigh, DigestLow);
}
