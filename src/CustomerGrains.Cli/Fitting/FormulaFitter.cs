using CustomerGrains.Domain.Churn;

namespace CustomerGrains.Cli.Fitting;

/// <summary>
/// Fits the points of some features on labelled rows and leaves all others as they are. Bins are merged until each says something of its own; their
/// points are the coefficients of a logistic regression on them, in <see cref="PointsPerE"/>ths, rounded, none for the bin that most are in; bins whose
/// coefficients go against the feature's direction are merged, and it begins again. The calibration is a second regression, on the rounded points of
/// all features together.
/// </summary>
internal sealed class FormulaFitter(ChurnFormula start, IReadOnlyList<FittedFeature> features)
{
    /// <summary>Points that multiply the odds by e.</summary>
    public const int PointsPerE = 20;

    /// <summary>As much as one leaver and one who stays, of each bin.</summary>
    private const double Penalty = 1;

    /// <summary>Fewer rows leave the points of a missing value as they are.</summary>
    private const int LeastMissing = 2_000;

    /// <param name="id">The formula's.</param>
    /// <param name="description">The formula's.</param>
    public ChurnFormula Fit(IReadOnlyList<LabelledRow> rows, string id, string description)
    {
        var bounds = features.Select(feature => BinMerger.Merge(feature, rows)).ToArray();
        var labels = rows.Select(static row => row.IsLeaver).ToArray();
        int[][] bins;
        do bins = Points(rows, labels, bounds);
        while (MergeContrary(bounds, bins));
        var terms = start.Terms.Select(term => Array.FindIndex([.. features], feature => feature.Feature == term.Feature) is var at and >= 0 ? Term(term, features[at], bounds[at], bins[at]) : term).ToArray();
        var pairs = start.Pairs.Select(pair => pair with { First = Range(pair.First, terms), Second = Range(pair.Second, terms) }).ToArray();
        var formula = start with { Id = id, Description = description, Terms = terms, Pairs = pairs };
        return formula with { Calibration = Calibrate(formula, rows, labels) };
    }

    /// <summary>Of each feature the points of its missing value, then of its bins.</summary>
    private int[][] Points(IReadOnlyList<LabelledRow> rows, bool[] labels, List<double>[] bounds)
    {
        var found = rows.Select(row => features.Select((feature, at) => FittedFeature.BinOf(bounds[at], row.Features[(int)feature.Feature])).ToArray()).ToArray();
        var places = new int[features.Count][];
        var count = 0;
        for (var at = 0; at < features.Count; at++)
        {
            var sizes = new int[bounds[at].Count + 2];
            foreach (var row in found) sizes[row[at] + 1]++;
            var usual = 1 + Array.IndexOf(sizes[1..], sizes[1..].Max());
            // Rare missing values have no indicator: what they say is not to be known from these rows.
            places[at] = [.. sizes.Select((size, bin) => bin == usual || (bin == 0 && size < LeastMissing) ? -1 : count++)];
        }
        var indicators = found.Select(row => row.Select((bin, at) => places[at][bin + 1]).Where(static place => place >= 0).ToArray()).ToArray();
        var coefficients = LogisticRegression.Fit(indicators, labels, count, Penalty);
        return [.. places.Select((of, at) => of.Select((place, bin) =>
            place >= 0 ? (int)Math.Round(PointsPerE * coefficients[place + 1]) : bin == 0 ? MissingOf(features[at].Feature) : 0).ToArray())];
    }

    private int MissingOf(ChurnFeature feature) => start.Terms.Single(term => term.Feature == feature) is var term ? term.Missing.Points - term.Neutral : 0;

    /// <summary>Merges the neighbours that go most against a feature's direction.</summary>
    private bool MergeContrary(List<double>[] bounds, int[][] bins)
    {
        for (var at = 0; at < features.Count; at++)
        {
            var sign = features[at].IsRising ? 1 : -1;
            var steps = bins[at].Skip(1).Zip(bins[at].Skip(2), (lower, upper) => sign * (upper - lower)).ToArray();
            // Without a step the two are one.
            if (steps.Length == 0 || steps.Min() > 0) continue;
            bounds[at].RemoveAt(Array.IndexOf(steps, steps.Min()));
            return true;
        }
        return false;
    }

    private static ChurnFormulaTerm Term(ChurnFormulaTerm before, FittedFeature feature, List<double> bounds, int[] points)
    {
        ChurnFormulaBin Bin(double? below, int worth) => worth == 0 ? new ChurnFormulaBin { Below = below, Points = 0 } : new ChurnFormulaBin { Below = below, Points = worth, En = feature.En, Zh = feature.Zh };
        return before with
        {
            Neutral = 0,
            Bins = [.. Enumerable.Range(0, bounds.Count + 1).Select(bin => Bin(bin < bounds.Count ? bounds[bin] : null, points[bin + 1]))],
            Missing = points[0] == 0 ? new ChurnFormulaBin { Points = 0 } : before.Missing with { Points = points[0], En = before.Missing.En.Length > 0 ? before.Missing.En : "Not known", Zh = before.Missing.Zh.Length > 0 ? before.Missing.Zh : "未知" },
        };
    }

    /// <summary>The new bins that lie in the values of a pair's old ones; of none that one that the old ones begin in.</summary>
    private ChurnBinRange Range(ChurnBinRange range, ChurnFormulaTerm[] terms)
    {
        var before = start.Terms.Single(term => term.Feature == range.Feature).Bins;
        var now = terms.Single(term => term.Feature == range.Feature).Bins;
        var from = range.FromBin == 0 ? double.NegativeInfinity : before[range.FromBin - 1].Below!.Value;
        var to = before[range.ToBin].Below ?? double.PositiveInfinity;
        var inside = Enumerable.Range(0, now.Count).Where(bin => (bin == 0 ? double.NegativeInfinity : now[bin - 1].Below!.Value) >= from && (now[bin].Below ?? double.PositiveInfinity) <= to).ToArray();
        if (inside.Length > 0) return range with { FromBin = inside[0], ToBin = inside[^1] };
        var first = now.TakeWhile(bin => bin.Below <= from).Count();
        return range with { FromBin = first, ToBin = first };
    }

    /// <summary>On the points of the whole formula: what the other features have by judgement is in them as the rows have it.</summary>
    private static ChurnCalibration Calibrate(ChurnFormula formula, IReadOnlyList<LabelledRow> rows, bool[] labels)
    {
        var scorer = new ChurnScorer(formula);
        var terms = new ChurnTerm[scorer.TermCount];
        var points = rows.Select(row => (double)scorer.Score(row.Features, terms).Points).ToArray();
        var (intercept, slope) = (-3.0, 1.0 / PointsPerE);
        for (var step = 0; step < 100; step++)
        {
            double g0 = 0, g1 = 0, h00 = 0, h01 = 0, h11 = 0;
            for (var i = 0; i < points.Length; i++)
            {
                var probability = 1 / (1 + Math.Exp(-(intercept + (slope * points[i]))));
                var (rest, weight) = ((labels[i] ? 1 : 0) - probability, probability * (1 - probability));
                (g0, g1) = (g0 + rest, g1 + (rest * points[i]));
                (h00, h01, h11) = (h00 + weight, h01 + (weight * points[i]), h11 + (weight * points[i] * points[i]));
            }
            var determinant = (h00 * h11) - (h01 * h01);
            var (change, turn) = (((h11 * g0) - (h01 * g1)) / determinant, ((h00 * g1) - (h01 * g0)) / determinant);
            (intercept, slope) = (intercept + Math.Clamp(change, -1, 1), slope + Math.Clamp(turn, -0.02, 0.02));
            if (Math.Abs(change) < 1e-10) break;
        }
        return new ChurnCalibration { Logistic = new ChurnLogistic { Scale = Math.Round(1 / slope, 1), Offset = Math.Round(-intercept / slope, 1) } };
    }
}
