namespace CustomerGrains.Domain.Parties;

/// <summary>One field of a party, by the rules in force.</summary>
/// <param name="Winner">The statement that stands; null when nobody has a value.</param>
/// <param name="Others">All other statements, the next to win first; what was taken back is last.</param>
public sealed record PartyFieldView(PartyFieldRule Rule, PartyStatement? Winner, IReadOnlyList<PartyStatement> Others)
{
    /// <summary>Somebody says something else than what stands.</summary>
    public bool IsConflict => Others.Any(other => !other.Value.IsNone && other.Value != Winner!.Value);
}
