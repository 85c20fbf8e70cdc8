using CustomerGrains.Domain.Documents;

namespace CustomerGrains.Domain.Policies;

/// <summary>Policies as versioned documents. A text may say only what differs from <see cref="Policy.Default"/>; what is kept says everything.</summary>
public sealed class PolicyDocument : DocumentKind<Policy>
{
    public override string Name => "policy";

    public override Policy BuiltIn => Policy.Default;

    public override IReadOnlyList<DocumentProblem> Validate(Policy document) => PolicyValidator.Validate(document);

    protected override string TitleOf(Policy document) => "";

    protected override string NoteOf(Policy document) => document.Description;
}
