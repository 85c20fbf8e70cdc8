using CustomerGrains.Domain.Sources;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Grains.Sources;

/// <param name="Status">What becomes of the batch.</param>
/// <param name="FirstSeen">Stamp, for a batch that is new or under way.</param>
/// <param name="LowestOpen">Lowest ordinal of the source's open streams.</param>
/// <param name="Outcome">Of a complete batch: counts and exceptions, as <see cref="BatchCounts"/> and
/// <see cref="RecordException"/> write them.</param>
/// <param name="Complete">w, durable when the ticket is.</param>
[GenerateSerializer, Immutable, Alias("cg.BeginReceipt")]
public readonly record struct BeginReceipt(
    [property: Id(0)] ulong Incarnation,
    [property: Id(1)] long Group,
    [property: Id(2)] BatchStatus Status,
    [property: Id(3)] long FirstSeen,
    [property: Id(4)] long LowestOpen,
    [property: Id(5)] ReadOnlyMemory<byte> Outcome,
    [property: Id(6)] long Complete)
{
    public Ticket Ticket => new(Incarnation, Group);
}
