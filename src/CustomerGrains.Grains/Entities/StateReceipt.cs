using CustomerGrains.Storage.Log;

namespace CustomerGrains.Grains.Entities;

/// <summary>An entity's state as it was in one turn, with the ticket of its last entry.</summary>
/// <param name="State">As <see cref="Domain.Entities.IEntityState.WriteTo"/> writes it.</param>
[GenerateSerializer, Immutable, Alias("cg.StateReceipt")]
public readonly record struct StateReceipt(
    [property: Id(0)] ulong Incarnation,
    [property: Id(1)] long Group,
    [property: Id(2)] long Version,
    [property: Id(3)] ReadOnlyMemory<byte> State)
{
    public Ticket Ticket => new(Incarnation, Group);
}
