namespace CustomerGrains.Domain.Documents;

/// <summary>What is wrong with one place of a document.</summary>
/// <param name="Path">The members down to the place, <c>brands.rules[1].ageTo</c>; empty for the whole document.</param>
/// <param name="Problem">What is there and why it cannot be.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record DocumentProblem(string Path, string Problem, string Remedy)
{
    public override string ToString() => Path.Length == 0 ? $"{Problem}; {Remedy}" : $"{Path}: {Problem}; {Remedy}";
}
