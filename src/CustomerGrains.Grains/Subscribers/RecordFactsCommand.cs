namespace CustomerGrains.Grains.Subscribers;

/// <param name="Facts">Format: <see cref="Domain.Relationships.FactBatch"/>.</param>
/// <param name="RequestId">Never empty: by it a repetition is known, whoever repeats.</param>
/// <param name="IsNamed">The caller gave the id, and may ask again what became of the facts, also where nothing changed.</param>
/// <param name="Actor">Who asks; empty when not said.</param>
/// <param name="Reason">Why; empty when not said.</param>
[GenerateSerializer, Immutable, Alias("cg.RecordFactsCommand")]
public sealed record RecordFactsCommand(
    [property: Id(0)] ReadOnlyMemory<byte> Facts,
    [property: Id(1)] string RequestId,
    [property: Id(2)] bool IsNamed,
    [property: Id(3)] string Actor,
    [property: Id(4)] string Reason);
