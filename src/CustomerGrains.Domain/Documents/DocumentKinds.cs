using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Documents;

/// <summary>The kinds of versioned documents there are.</summary>
public static class DocumentKinds
{
    public static PolicyDocument Policy { get; } = new();

    public static ChurnFormulaDocument ChurnFormula { get; } = new();

    public static PopulationCutsDocument PopulationCuts { get; } = new();

    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static DocumentKind Find(string name) =>
        ((DocumentKind[])[Policy, ChurnFormula, PopulationCuts]).FirstOrDefault(k => k.Name == name) ?? throw new ArgumentException($"There is no kind of document called '{name}'.", nameof(name));
}
