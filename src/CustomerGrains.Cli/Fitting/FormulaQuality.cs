using System.Globalization;
using CustomerGrains.Domain.Churn;

namespace CustomerGrains.Cli.Fitting;

/// <summary>How well a formula tells leavers from others.</summary>
/// <param name="Auc">Of a leaver and another the leaver has the higher probability so often; equal ones count half. 0.5 = by chance.</param>
/// <param name="Lift">Share of leavers in the tenth of the rows with the highest probability ÷ their share in all.</param>
/// <param name="Brier">Mean squared distance of the probability from what became of it.</param>
/// <param name="CalibrationError">Mean distance of the probability from the share of leavers, over ten equally large groups by probability.</param>
internal sealed record FormulaQuality(double Auc, double Lift, double Brier, double CalibrationError)
{
    private const int Groups = 10;

    public static FormulaQuality Of(ChurnFormula formula, IReadOnlyList<LabelledRow> rows)
    {
        var scorer = new ChurnScorer(formula);
        var terms = new ChurnTerm[scorer.TermCount];
        var scored = rows.Select((row, index) => (scorer.Score(row.Features, terms).Probability, row.IsLeaver, Index: index)).OrderByDescending(static one => one.Probability).ThenBy(static one => one.Index).ToArray();
        double leavers = rows.Count(static row => row.IsLeaver), others = rows.Count - leavers;
        var tenth = scored.Length / Groups;
        double pairs = 0, below = others;
        foreach (var same in scored.GroupBy(static one => one.Probability))
        {
            double of = same.Count(static one => one.IsLeaver), not = same.Count() - of;
            below -= not;
            pairs += of * (below + (not / 2));
        }
        return new FormulaQuality(
            pairs / (leavers * others),
            scored.Take(tenth).Count(static one => one.IsLeaver) / (double)tenth / (leavers / scored.Length),
            scored.Average(static one => Math.Pow(one.Probability - (one.IsLeaver ? 1 : 0), 2)),
            Enumerable.Range(0, Groups).Select(group => scored[(group * tenth)..(group == Groups - 1 ? scored.Length : (group + 1) * tenth)])
                .Sum(group => Math.Abs(group.Average(static one => one.Probability) - group.Average(static one => one.IsLeaver ? 1.0 : 0.0)) * group.Length) / scored.Length);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"AUC {Auc:0.000}, top-tenth lift {Lift:0.0}, Brier {Brier:0.0000}, calibration error {CalibrationError:0.0000}");
}
