using CustomerGrains.Domain.Documents;

namespace CustomerGrains.Domain.Churn;

/// <summary>Finds everything that is wrong with a formula at once.</summary>
public static class ChurnFormulaValidator
{
    /// <summary>So that every sum of points stays far inside 32 bits.</summary>
    public const int MaxPoints = 10_000;
    public const int MaxBins = 64;
    public const int MaxPairs = 64;

    public static IReadOnlyList<DocumentProblem> Validate(ChurnFormula formula)
    {
        var rules = new DocumentRules();
        rules.Range("format", formula.Format, ChurnFormula.CurrentFormat, ChurnFormula.CurrentFormat);
        rules.Name("id", formula.Id);
        rules.Text("description", formula.Description, 4_000);
        rules.Require(formula.Provenance.Trim().Length > 0, "provenance", "it is empty", "say what the points rest on: what they were fitted on, or who set them");
        rules.Text("provenance", formula.Provenance, 4_000);
        Points(rules, "basePoints", formula.BasePoints);
        rules.Count("terms", formula.Terms.Count, 1, ChurnFeatures.Count);
        var terms = new Dictionary<ChurnFeature, ChurnFormulaTerm>();
        for (var i = 0; i < formula.Terms.Count; i++)
        {
            var term = formula.Terms[i];
            rules.Require(terms.TryAdd(term.Feature, term), $"terms[{i}].feature", $"{ChurnFeatures.NameOf(term.Feature)} has a term before this one", "say it in one term");
            Term(rules, $"terms[{i}]", term);
        }
        Pairs(rules, formula, terms);
        Calibration(rules, formula.Calibration);
        rules.Share("bands.mediumFrom", formula.Bands.MediumFrom);
        rules.Share("bands.highFrom", formula.Bands.HighFrom);
        rules.Above("bands.highFrom", formula.Bands.HighFrom, "bands.mediumFrom", formula.Bands.MediumFrom);
        return rules.Problems;
    }

    private static void Term(DocumentRules rules, string path, ChurnFormulaTerm term)
    {
        Points(rules, $"{path}.neutral", term.Neutral);
        rules.Count($"{path}.bins", term.Bins.Count, 1, MaxBins);
        for (var i = 0; i < term.Bins.Count; i++)
        {
            var (at, bin) = ($"{path}.bins[{i}]", term.Bins[i]);
            Bin(rules, at, bin, term.Neutral);
            if (i == term.Bins.Count - 1)
            {
                rules.Require(bin.Below is null, $"{at}.below", "the last bin has a bound, so that what lies above is in none", "leave it out");
                continue;
            }
            rules.Require(bin.Below is { } below && double.IsFinite(below), $"{at}.below", "it is not given or not finite", "give the bound below which the bin lies");
            if (i > 0 && term.Bins[i - 1].Below is { } before && bin.Below is { } bound) rules.Require(bound > before, $"{at}.below", $"it is {DocumentRules.Text(bound)}, not above the one before it ({DocumentRules.Text(before)})", "let the bounds ascend");
        }
        rules.Require(term.Missing.Below is null, $"{path}.missing.below", "a missing value has no bound", "leave it out");
        Bin(rules, $"{path}.missing", term.Missing, term.Neutral);
    }

    private static void Bin(DocumentRules rules, string path, ChurnFormulaBin bin, int neutral)
    {
        Points(rules, $"{path}.points", bin.Points);
        if (bin.Points != neutral) Words(rules, path, bin.En, bin.Zh);
    }

    private static void Pairs(DocumentRules rules, ChurnFormula formula, Dictionary<ChurnFeature, ChurnFormulaTerm> terms)
    {
        rules.Count("pairs", formula.Pairs.Count, 0, MaxPairs);
        for (var i = 0; i < formula.Pairs.Count; i++)
        {
            var (path, pair) = ($"pairs[{i}]", formula.Pairs[i]);
            Range(rules, $"{path}.first", pair.First, terms);
            Range(rules, $"{path}.second", pair.Second, terms);
            rules.Require(pair.First.Feature != pair.Second.Feature, $"{path}.second.feature", "both are the same feature", "name two");
            Points(rules, $"{path}.points", pair.Points);
            Words(rules, path, pair.En, pair.Zh);
        }
    }

    private static void Range(DocumentRules rules, string path, ChurnBinRange range, Dictionary<ChurnFeature, ChurnFormulaTerm> terms)
    {
        if (!terms.TryGetValue(range.Feature, out var term))
        {
            rules.Require(false, $"{path}.feature", $"{ChurnFeatures.NameOf(range.Feature)} has no term, so that it has no bins", "give it a term");
            return;
        }
        var last = term.Bins.Count - 1;
        rules.Range($"{path}.fromBin", range.FromBin, 0, last);
        rules.Range($"{path}.toBin", range.ToBin, 0, last);
        rules.Require(range.FromBin <= range.ToBin, $"{path}.toBin", $"it is {range.ToBin}, below fromBin ({range.FromBin})", "give the higher one here");
    }

    private static void Calibration(DocumentRules rules, ChurnCalibration calibration)
    {
        rules.Require(calibration.Logistic is null != calibration.Table is null, "calibration", "it has none or both of logistic and table", "give one of them");
        if (calibration.Logistic is { } logistic)
        {
            rules.Range("calibration.logistic.scale", logistic.Scale, 0.001, 1_000_000);
            rules.Range("calibration.logistic.offset", logistic.Offset, -1_000_000, 1_000_000);
        }
        if (calibration.Table is not { } table) return;
        rules.Count("calibration.table", table.Count, 2, 1_000);
        for (var i = 0; i < table.Count; i++)
        {
            rules.Share($"calibration.table[{i}].probability", table[i].Probability);
            if (i == 0) continue;
            rules.Require(table[i].Points > table[i - 1].Points, $"calibration.table[{i}].points", "they are not above the ones before", "let the points ascend");
            rules.Require(table[i].Probability >= table[i - 1].Probability, $"calibration.table[{i}].probability", "it falls although the points rise", "let it rise or stay");
        }
    }

    private static void Points(DocumentRules rules, string path, int points) => rules.Range(path, points, -MaxPoints, MaxPoints);

    private static void Words(DocumentRules rules, string path, string english, string chinese)
    {
        rules.Require(english.Trim().Length is > 0 and <= 200, $"{path}.en", "it is empty or over 200 characters", "give the reason in English");
        rules.Require(chinese.Trim().Length is > 0 and <= 200, $"{path}.zh", "it is empty or over 200 characters", "give the reason in Chinese");
    }
}
