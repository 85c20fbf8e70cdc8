using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Server.Search;

/// <summary>The policy and the formula that are built in.</summary>
public sealed class BuiltInBasis : IInsightBasis
{
    public Policy Policy => Policy.Default;

    public uint PolicyVersion => Policy.DefaultVersion;

    public InsightOptions Options { get; } = new() { Scorer = new ChurnScorer(DefaultChurnFormula.Formula) };
}
