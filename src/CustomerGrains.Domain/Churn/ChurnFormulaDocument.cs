using CustomerGrains.Domain.Documents;

namespace CustomerGrains.Domain.Churn;

/// <summary>Churn formulas as versioned documents.</summary>
public sealed class ChurnFormulaDocument : DocumentKind<ChurnFormula>
{
    public override string Name => "churn-formula";

    public override ChurnFormula BuiltIn => DefaultChurnFormula.Formula;

    public override IReadOnlyList<DocumentProblem> Validate(ChurnFormula document) => ChurnFormulaValidator.Validate(document);

    protected override string TitleOf(ChurnFormula document) => document.Id;

    protected override string NoteOf(ChurnFormula document) => document.Provenance;
}
