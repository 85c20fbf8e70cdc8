namespace CustomerGrains.Grains.Sources;

/// <param name="Source">The source's dense number.</param>
/// <param name="Ordinal">The stream's; 0 when it is closed.</param>
/// <param name="Session">To begin batches with.</param>
/// <param name="Complete">w: all batches up to this one are complete, durably. For a closed stream all there are.</param>
/// <param name="LowestOpen">Lowest ordinal of the source's open streams.</param>
/// <param name="IsClosed">The stream was closed before: its batches are answered as replayed.</param>
/// <param name="Refusal">Why the source's own number does not fit the stream; null = it does. Nothing was recorded then.</param>
/// <param name="IsRedriving">A re-drive is under way.</param>
/// <param name="DigestHigh">Of the contents of all batches up to <paramref name="Complete"/>: <see cref="Domain.Sources.StreamState.Roll"/>.</param>
[GenerateSerializer, Immutable, Alias("cg.OpenReceipt")]
public sealed record OpenReceipt(
    [property: Id(0)] int Source,
    [property: Id(1)] long Ordinal,
    [property: Id(2)] long Session,
    [property: Id(3)] long Complete,
    [property: Id(4)] long LowestOpen,
    [property: Id(5)] bool IsClosed,
    [property: Id(6)] string? Refusal = null,
    [property: Id(7)] bool IsRedriving = false,
    [property: Id(8)] ulong DigestHigh = 0,
    [property: Id(9)] ulong DigestLow = 0)
{
    public UInt128 Digest => new(DigestHigh, DigestLow);
}
