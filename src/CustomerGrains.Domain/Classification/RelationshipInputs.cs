namespace CustomerGrains.Domain.Classification;

/// <summary>What the class by relationship comes from.</summary>
/// <param name="HasLine">At least one line, active or suspended.</param>
/// <param name="HadLine">At least one line that was terminated.</param>
/// <param name="IsWithCompetitor">A competitor is known to serve the person or organisation.</param>
/// <param name="IsInterconnectPartner">Registered as one.</param>
public readonly record struct RelationshipInputs(bool HasLine, bool HadLine, bool IsWithCompetitor, bool IsInterconnectPartner);
