using CustomerGrains.Domain.Entities;

namespace CustomerGrains.Storage.Log;

/// <summary>An entity as an activation finds it: durable and pending entries folded.</summary>
/// <param name="State">The activation's own; nobody else has it.</param>
/// <param name="Handle">To append with, and to give back with <see cref="IFactLog.Release"/>.</param>
/// <param name="Epoch">To append with.</param>
/// <param name="Ticket">Of the last entry folded, while it is pending; what the activation answers depends on it.</param>
public readonly record struct LoadedEntity(IEntityState State, EntityHandle Handle, int Epoch, Ticket Ticket);
