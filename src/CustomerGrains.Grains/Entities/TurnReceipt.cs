using CustomerGrains.Storage.Log;

namespace CustomerGrains.Grains.Entities;

/// <summary>What a turn came to, and the ticket that whoever uses it waits for.</summary>
/// <param name="Incarnation">Of the process that will hold the entry; 0 = everything is on disk already.</param>
/// <param name="Group">The group commit in it.</param>
/// <param name="Version">Version of the entity with the turn in it.</param>
[GenerateSerializer, Immutable, Alias("cg.TurnReceipt")]
public readonly record struct TurnReceipt(
    [property: Id(0)] ulong Incarnation,
    [property: Id(1)] long Group,
    [property: Id(2)] long Version)
{
    public TurnReceipt(Ticket ticket, long version) : this(ticket.Incarnation, ticket.Group, version)
    {
    }

    public Ticket Ticket => new(Incarnation, Group);
}
