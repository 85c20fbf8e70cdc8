namespace CustomerGrains.Domain.Sources;

/// <summary>A re-drive that is begun and not complete.</summary>
/// <param name="Version">Of the entry with <see cref="RedriveBegun"/>.</param>
public sealed record RedriveUnderWay(long Ordinal, long Version, ulong RequestHash);
