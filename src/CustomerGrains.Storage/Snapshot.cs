using CustomerGrains.Domain.Entities;

namespace CustomerGrains.Storage;

/// <summary>An entity's state as of a version, as <see cref="IEntityState.WriteTo"/> wrote it.</summary>
public readonly record struct Snapshot(EntityKey Key, long Version, ReadOnlyMemory<byte> State);
