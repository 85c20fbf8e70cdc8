using System.Globalization;
using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Classification;

namespace CustomerGrains.Domain.Policies;

/// <summary>Everything that derivations go by, as it stands together: what reads one never sees a policy with another's formula.</summary>
/// <param name="Churn">The formula that the policy names, or the active one.</param>
/// <param name="Cuts">The population's own quintiles; null = the policy's initial cuts.</param>
public sealed record RuleBook(VersionedPolicy Policy, VersionedChurnScorer Churn, PopulationCuts? Cuts = null)
{
    /// <summary>What is in force before any version is activated.</summary>
    public static RuleBook BuiltIn => new(VersionedPolicy.BuiltIn, VersionedChurnScorer.BuiltIn);

    /// <summary>Business time at which policy and formula came into force, milliseconds since 1970-01-01 UTC: no class changes by them before. 0 = not known,
    /// or from the beginning.</summary>
    public long Since { get; init; }

    /// <summary>The same of the cuts. It is a time of its own, because cuts come every day and only RFM goes by them: what else fell due before keeps its time.</summary>
    public long CutsSince { get; init; }

    /// <summary>Names it by the versions of its documents, in this order: <c>3.0</c>, with cuts <c>3.0.12</c>. Another combination has another name.</summary>
    public string Versions => string.Create(CultureInfo.InvariantCulture, $"{Policy.Version}.{Churn.Version}{(Cuts is null ? "" : $".{Cuts.Version}")}");

    /// <summary>What classes depend on besides the policy, so that every derivation goes by the whole book.</summary>
    public InsightOptions Options => new() { Scorer = Churn.Scorer, Cuts = Cuts };
}
