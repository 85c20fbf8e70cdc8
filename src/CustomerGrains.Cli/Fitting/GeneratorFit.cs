using System.Globalization;
using CustomerGrains.Domain.Churn;

namespace CustomerGrains.Cli.Fitting;

/// <summary>The built-in formula: how it was made, and how to make it again.</summary>
internal static class GeneratorFit
{
    private const string Id = "generator-1";

    private const string Description =
        "Points in units of about 1/20 of the natural logarithm of the odds: 20 points multiply the odds of leaving by 2.7. The baseline is the usual subscriber.";

    /// <param name="start">Has the points of the features that the generator says nothing about.</param>
    /// <param name="heldOut">Rows of the populations that it was measured on.</param>
    public static ChurnFormula Fit(ChurnFormula start, FitOptions options, out IReadOnlyList<LabelledRow> heldOut)
    {
        var features = FittedFeature.OfGenerator;
        var formula = new FormulaFitter(start, features).Fit(GeneratedLabels.Of(options.Seeds, options.Subscribers), Id, Description);
        heldOut = GeneratedLabels.Of(options.HeldOut, options.Subscribers);
        var auc = FormulaQuality.Of(formula, heldOut).Auc.ToString("0.00", CultureInfo.InvariantCulture);
        return formula with
        {
            Provenance = $"{string.Join(", ", features.Select(static feature => ChurnFeatures.NameOf(feature.Feature)))} and the calibration: fitted on {GeneratedLabels.Describe(options)}, " +
                $"for who uses nothing any more {GeneratedLabels.Horizon} days later; AUC {auc} on seeds held out ({string.Join(", ", options.HeldOut)}). " +
                "All else: by judgement, as the generator says nothing of it. Nothing is fitted on customers: fit a formula on the operator's own before decisions rest on its probabilities.",
        };
    }
}
