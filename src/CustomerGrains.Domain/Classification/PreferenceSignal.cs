namespace CustomerGrains.Domain.Classification;

/// <summary>One piece of evidence for a preference.</summary>
/// <param name="Value">What was offered, used or named.</param>
/// <param name="Day">Local day since 1970-01-01.</param>
public readonly record struct PreferenceSignal(PreferenceKind Kind, string Value, PreferenceEvidence Evidence, int Day);
