using CustomerGrains.Domain.Churn;

namespace CustomerGrains.Cli.Fitting;

/// <summary>The built-in formula: how it was made, and how to make it again.</summary>
internal static class GeneratorFit
{
    public const string Id = "generator-1";

    private const string Description =
        "Points in units of about 1/20 of the natural logarithm of the odds: 20 points multiply the odds of leaving by 2.7. The baseline is the usual subscriber.";

    /// <param name="start">Has the points of the features that the generator says nothing about.</param>
    public static ChurnFormula Fit(ChurnFormula start, FitOptions options) => Fit(start, options, GeneratedLabels.Of(options.Seeds, options.Subscribers));

    public static ChurnFormula Fit(ChurnFormula start, FitOptions options, IReadOnlyList<LabelledRow> rows)
    {
        var names = string.Join(", ", FittedFeature.OfGenerator.Select(static feature => ChurnFeatures.NameOf(feature.Feature)));
        return new FormulaFitter(start, FittedFeature.OfGenerator).Fit(rows, Id, Description,
            $"The points of {names} and the calibration are fitted on {GeneratedLabels.Describe(options)}: who uses nothing any more {GeneratedLabels.Horizon} days later. " +
            "They are not fitted on any customers' data. All other points are set by judgement, as the generator says nothing about them. " +
            "Probabilities are those of made-up subscribers: fit a formula on labelled data of the operator's own before decisions rest on them.");
    }
}
