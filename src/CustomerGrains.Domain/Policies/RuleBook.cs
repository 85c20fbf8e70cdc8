using CustomerGrains.Domain.Churn;

namespace CustomerGrains.Domain.Policies;

/// <summary>Everything that derivations go by, as it stands together: what reads one never sees a policy with another's formula.</summary>
/// <param name="Churn">The formula that the policy names, or the active one.</param>
public sealed record RuleBook(VersionedPolicy Policy, VersionedChurnScorer Churn)
{
    /// <summary>What is in force before any version is activated.</summary>
    public static RuleBook BuiltIn => new(VersionedPolicy.BuiltIn, VersionedChurnScorer.BuiltIn);
}
