namespace CustomerGrains.Domain.Sources;

/// <summary>Numbers of a source that never came, <paramref name="First"/> to <paramref name="Last"/>.</summary>
/// <param name="Since">Operational time at which a higher number came, milliseconds since 1970-01-01 UTC.</param>
public readonly record struct SequenceGap(long First, long Last, long Since);
