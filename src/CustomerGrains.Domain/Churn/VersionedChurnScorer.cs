using CustomerGrains.Domain.Documents;

namespace CustomerGrains.Domain.Churn;

/// <summary>A formula made ready, and the number under which answers name it.</summary>
/// <param name="Version">1, 2, 3 …, in the order they were put; <see cref="DocumentKind.BuiltInVersion"/> is the built-in one.</param>
public sealed record VersionedChurnScorer(uint Version, ChurnScorer Scorer)
{
    private static readonly Lazy<VersionedChurnScorer> OfDefault = new(static () => new VersionedChurnScorer(DocumentKind.BuiltInVersion, new ChurnScorer(DefaultChurnFormula.Formula)));

    /// <summary>What is in force before any version is activated.</summary>
    public static VersionedChurnScorer BuiltIn => OfDefault.Value;
}
