namespace CustomerGrains.Grains.Sources;

/// <summary>A closed stream.</summary>
/// <param name="Batches">All there are.</param>
/// <param name="DigestHigh">Of all their contents: <see cref="Domain.Sources.StreamState.Roll"/>.</param>
[GenerateSerializer, Immutable, Alias("cg.ClosedStreamReceipt")]
public sealed record ClosedStreamReceipt([property: Id(0)] long Batches, [property: Id(1)] ulong DigestHigh, [property: Id(2)] ulong DigestLow)
{
    public UInt128 Digest => new(DigestHigh, DigestLow);
}
