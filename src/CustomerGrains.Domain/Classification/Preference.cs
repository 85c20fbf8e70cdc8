namespace CustomerGrains.Domain.Classification;

/// <summary>A learnt preference.</summary>
/// <param name="Score">Sum of the evidence's weights as of today; negative = declined.</param>
/// <param name="Signals">Pieces of evidence.</param>
public readonly record struct Preference(PreferenceKind Kind, string Value, double Score, int Signals);
