using CustomerGrains.Domain.Documents;

namespace CustomerGrains.Domain.Churn;

/// <summary>
/// The formula in force until another is activated: <c>DefaultChurnFormula.json</c>, which stands beside this file and in this assembly, and
/// which is the one place to replace it. Its <see cref="ChurnFormula.Provenance"/> says what its numbers rest on.
/// </summary>
public static class DefaultChurnFormula
{
    private const string ResourceName = "CustomerGrains.Domain.Churn.DefaultChurnFormula.json";

    private static readonly Lazy<ChurnFormula> Read = new(static () =>
    {
        using var stream = typeof(DefaultChurnFormula).Assembly.GetManifestResourceStream(ResourceName) ?? throw new InvalidOperationException($"The assembly has no {ResourceName}.");
        using var reader = new StreamReader(stream);
        var reading = DocumentJson.Read<ChurnFormula>(reader.ReadToEnd());
        var problems = reading.Value is { } formula ? ChurnFormulaValidator.Validate(formula) : reading.Problems;
        return problems.Count == 0 ? reading.Value! : throw new InvalidOperationException($"{ResourceName} is not a formula: {string.Join(" ", problems)}");
    });

    public static ChurnFormula Formula => Read.Value;
}
