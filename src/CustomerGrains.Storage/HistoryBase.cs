using CustomerGrains.Domain.Entities;

namespace CustomerGrains.Storage;

/// <summary>Where an entity's history begins: its state at the edge of what is kept. Its first entry that can be read is the one
/// behind <paramref name="Version"/>.</summary>
/// <param name="Version">Version of the last entry that is gone.</param>
/// <param name="Now">Business time of that entry, milliseconds since 1970-01-01 UTC.</param>
/// <param name="State">As <see cref="IEntityState.WriteTo"/> wrote it.</param>
public readonly record struct HistoryBase(long Version, long Now, ReadOnlyMemory<byte> State);
