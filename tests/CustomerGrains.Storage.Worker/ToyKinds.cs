using CustomerGrains.Domain.Entities;

namespace CustomerGrains.Storage.Worker;

/// <summary>Every entity is a <see cref="ToyState"/>.</summary>
public sealed class ToyKinds : IEntityKinds
{
    /// <summary>Makes the fold of <see cref="ToyState.Poison"/> throw.</summary>
    public bool Poisoned { get; set; }

    public IEntityState Create(EntityKey key) => new ToyState(this);

    public IEntityState Read(EntityKey key, ReadOnlySpan<byte> snapshot) => ToyState.Read(this, snapshot);
}
