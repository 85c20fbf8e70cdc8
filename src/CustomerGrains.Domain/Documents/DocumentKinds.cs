using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Documents;

/// <summary>The kinds of versioned documents there are.</summary>
public static class DocumentKinds
{
    public static PolicyDocument Policy { get; } = new();

    public static ChurnFormulaDocument ChurnFormula { get; } = new();

    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static DocumentKind Find(string name) =>
        name == Policy.Name ? Policy : name == ChurnFormula.Name ? ChurnFormula : throw new ArgumentException($"There is no kind of document called '{name}'.", nameof(name));
}
