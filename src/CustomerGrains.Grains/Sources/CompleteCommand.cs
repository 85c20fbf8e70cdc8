namespace CustomerGrains.Grains.Sources;

/// <param name="Body">Of the fact: <see cref="Domain.Sources.BatchCompleted"/> and every rejected record.</param>
[GenerateSerializer, Immutable, Alias("cg.CompleteCommand")]
public sealed record CompleteCommand(
    [property: Id(0)] long Ordinal,
    [property: Id(1)] long Session,
    [property: Id(2)] long Batch,
    [property: Id(3)] ReadOnlyMemory<byte> Body);
