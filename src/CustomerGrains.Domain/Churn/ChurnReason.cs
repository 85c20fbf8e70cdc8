namespace CustomerGrains.Domain.Churn;

/// <summary>A term in words.</summary>
/// <param name="Feature">The first one, of a pair.</param>
/// <param name="PairedWith">The second one, of a pair.</param>
/// <param name="Points">Signed, as <see cref="ChurnTerm.Points"/>.</param>
public sealed record ChurnReason(ChurnFeature Feature, ChurnFeature? PairedWith, int Points, string English, string Chinese);
