namespace CustomerGrains.Cli.Fitting;

/// <summary>One subscriber at one time, and what became of it.</summary>
/// <param name="Features">By <see cref="Domain.Churn.ChurnFeature"/>; NaN = missing.</param>
/// <param name="IsLeaver">Within 30 days of that time nothing is used any more.</param>
internal readonly record struct LabelledRow(double[] Features, bool IsLeaver);
