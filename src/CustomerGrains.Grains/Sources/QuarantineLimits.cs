namespace CustomerGrains.Grains.Sources;

/// <summary>How much a source keeps of the rejected and conflicting records of one day of receipt. Beyond it they are counted
/// only.</summary>
/// <param name="RecordsPerDay">Records; 0 = none.</param>
/// <param name="BytesPerDay">Bytes of their content.</param>
public sealed record QuarantineLimits(int RecordsPerDay, long BytesPerDay);
