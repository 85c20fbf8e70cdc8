namespace CustomerGrains.Grains.Sources;

/// <param name="Body">Of the fact: <see cref="Domain.Sources.BatchCompleted"/>.</param>
/// <param name="Records">The rejected and conflicting records, each as <see cref="Domain.Sources.KeptRecord"/> writes it.</param>
[GenerateSerializer, Immutable, Alias("cg.CompleteCommand")]
public sealed record CompleteCommand(
    [property: Id(0)] long Ordinal,
    [property: Id(1)] long Session,
    [property: Id(2)] long Batch,
    [property: Id(3)] ReadOnlyMemory<byte> Body,
    [property: Id(4)] ReadOnlyMemory<byte> Records);
