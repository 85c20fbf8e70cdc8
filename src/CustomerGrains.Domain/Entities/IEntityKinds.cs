using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Entities;

/// <summary>Makes entity states: what the store needs to know of the domain to fold an entity from disk.</summary>
public interface IEntityKinds
{
    /// <summary>The state of an entity that has no entry yet.</summary>
    /// <exception cref="CorruptDataException">No such kind: the store was written by a newer version.</exception>
    IEntityState Create(EntityKey key);

    /// <summary>The state whose <see cref="IEntityState.WriteTo"/> gave <paramref name="snapshot"/>.</summary>
    /// <exception cref="CorruptDataException">No such kind or format version, or damaged bytes.</exception>
    IEntityState Read(EntityKey key, ReadOnlySpan<byte> snapshot);
}
