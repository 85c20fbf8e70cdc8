namespace CustomerGrains.Grains.Sources;

/// <param name="Redrives">Completed ones as of which the items were selected (<see cref="Domain.Sources.SourceState.Redrives"/>).</param>
/// <param name="RequestId">Never empty: a call that is repeated, or runs late, begins nothing new.</param>
/// <param name="Actor">Who asks; empty when not said.</param>
/// <param name="Items">Of the fact, as <see cref="Domain.Sources.RedriveBegun"/> writes them with ordinal, stamp and request 0.</param>
[GenerateSerializer, Immutable, Alias("cg.RedriveCommand")]
public sealed record RedriveCommand(
    [property: Id(0)] long Redrives,
    [property: Id(1)] string RequestId,
    [property: Id(2)] string Actor,
    [property: Id(3)] ReadOnlyMemory<byte> Items);
