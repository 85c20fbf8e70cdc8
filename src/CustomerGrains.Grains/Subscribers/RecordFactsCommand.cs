namespace CustomerGrains.Grains.Subscribers;

/// <param name="Facts">Format: <see cref="Domain.Relationships.FactBatch"/>.</param>
/// <param name="RequestId">Empty when the caller gave none.</param>
/// <param name="Actor">Who asks; empty when not said.</param>
/// <param name="Reason">Why; empty when not said.</param>
[GenerateSerializer, Immutable, Alias("cg.RecordFactsCommand")]
public sealed record RecordFactsCommand(
    [property: Id(0)] ReadOnlyMemory<byte> Facts,
    [property: Id(1)] string RequestId,
    [property: Id(2)] string Actor,
    [property: Id(3)] string Reason);
