using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Entities;

/// <summary>A fact that an entity wants another one to take.</summary>
/// <param name="Target">Key of the target.</param>
/// <param name="Version">Version of the origin's entry that asks for it. At most one effect per target and version.</param>
public sealed record OpenEffect(string Target, long Version, FactKind Kind, ReadOnlyMemory<byte> Body);
