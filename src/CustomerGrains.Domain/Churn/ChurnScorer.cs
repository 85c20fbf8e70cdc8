using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Churn;

/// <summary>
/// A formula made ready to score: flat arrays, nothing allocated per score, one comparison per bound. Immutable, for any number of threads.
/// </summary>
public sealed class ChurnScorer
{
    private readonly CompiledTerm[] _terms;
    private readonly CompiledPair[] _pairs;

    /// <summary>Upper bounds, exclusive, of all terms' bins but the last, one term after the other.</summary>
    private readonly double[] _bounds;

    /// <summary>Signed points of all terms: of a term the missing ones first, then those of its bins.</summary>
    private readonly int[] _points;
    private readonly ChurnCurve _curve;

    /// <param name="formula">One that <see cref="ChurnFormulaValidator"/> finds nothing wrong with.</param>
    public ChurnScorer(ChurnFormula formula)
    {
        Formula = formula;
        _curve = new ChurnCurve(formula.Calibration);
        _terms = new CompiledTerm[formula.Terms.Count];
        var bounds = new List<double>();
        var points = new List<int>();
        var places = new Dictionary<ChurnFeature, int>();
        Baseline = formula.BasePoints;
        for (var i = 0; i < _terms.Length; i++)
        {
            var term = formula.Terms[i];
            places.Add(term.Feature, i);
            _terms[i] = new CompiledTerm((int)term.Feature, bounds.Count, term.Bins.Count - 1, points.Count);
            bounds.AddRange(term.Bins.SkipLast(1).Select(static b => b.Below!.Value));
            points.Add(term.Missing.Points - term.Neutral);
            points.AddRange(term.Bins.Select(b => b.Points - term.Neutral));
            Baseline += term.Neutral;
        }
        (_bounds, _points) = ([.. bounds], [.. points]);
        _pairs = [.. formula.Pairs.Select(p => new CompiledPair(places[p.First.Feature], p.First.FromBin, p.First.ToBin, places[p.Second.Feature], p.Second.FromBin, p.Second.ToBin, p.Points))];
    }

    public ChurnFormula Formula { get; }

    /// <summary>Points of a subscriber about whom nothing is special.</summary>
    public int Baseline { get; }

    /// <summary>How many terms an answer has: one a feature of the formula, then one a pair.</summary>
    public int TermCount => _terms.Length + _pairs.Length;

    /// <summary>Where a feature's bins begin, ascending, but the first; empty when the formula has no such term.</summary>
    internal ReadOnlySpan<double> BoundsOf(ChurnFeature feature)
    {
        foreach (ref readonly var term in _terms.AsSpan())
            if (term.Feature == (int)feature) return _bounds.AsSpan(term.FirstBound, term.Bounds);
        return [];
    }

    /// <summary>Scores a vector.</summary>
    /// <param name="features"><see cref="ChurnFeatures.Count"/> values.</param>
    /// <param name="terms">Takes what each term says; at least <see cref="TermCount"/> long.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public ChurnScore Score(ReadOnlySpan<double> features, Span<ChurnTerm> terms)
    {
        if (features.Length < ChurnFeatures.Count) throw new ArgumentException($"A vector has {ChurnFeatures.Count} features.", nameof(features));
        if (terms.Length < TermCount) throw new ArgumentException($"The formula has {TermCount} terms.", nameof(terms));
        var sum = Baseline;
        for (var i = 0; i < _terms.Length; i++)
        {
            ref readonly var term = ref _terms[i];
            var value = features[term.Feature];
            var bin = ChurnTerm.MissingBin;
            if (!double.IsNaN(value))
            {
                // Counting the bounds that are not above the value needs no jump per bound, unlike a search.
                bin = 0;
                foreach (var bound in _bounds.AsSpan(term.FirstBound, term.Bounds)) bin += value >= bound ? 1 : 0;
            }
            var points = _points[term.FirstPoints + 1 + bin];
            terms[i] = new ChurnTerm(bin, points);
            sum += points;
        }
        for (var i = 0; i < _pairs.Length; i++)
        {
            ref readonly var pair = ref _pairs[i];
            var holds = pair.Holds(terms);
            var points = holds ? pair.Points : 0;
            terms[_terms.Length + i] = new ChurnTerm(holds ? 0 : ChurnTerm.MissingBin, points);
            sum += points;
        }
        return new ChurnScore(sum, Baseline, _curve.Probability(sum));
    }

    /// <summary>Scores a vector with some features changed; of several changes of one the last counts. The vector stays as it is.</summary>
    /// <inheritdoc cref="Score"/>
    public ChurnScore WhatIf(ReadOnlySpan<double> features, ReadOnlySpan<ChurnChange> changes, Span<ChurnTerm> terms)
    {
        Span<double> changed = stackalloc double[ChurnFeatures.Count];
        features[..ChurnFeatures.Count].CopyTo(changed);
        foreach (var change in changes) changed[(int)change.Feature] = change.Value;
        return Score(changed, terms);
    }

    /// <summary>The band of a probability: by the policy's cuts where it has them, else by the formula's.</summary>
    public ChurnBand BandOf(double probability, ChurnRiskPolicy policy) =>
        probability >= (policy.HighFrom ?? Formula.Bands.HighFrom) ? ChurnBand.High :
        probability >= (policy.MediumFrom ?? Formula.Bands.MediumFrom) ? ChurnBand.Medium : ChurnBand.Low;

    private readonly record struct CompiledTerm(int Feature, int FirstBound, int Bounds, int FirstPoints);

    private readonly record struct CompiledPair(int First, int FirstFrom, int FirstTo, int Second, int SecondFrom, int SecondTo, int Points)
    {
        public bool Holds(ReadOnlySpan<ChurnTerm> terms) => IsIn(terms[First].Bin, FirstFrom, FirstTo) && IsIn(terms[Second].Bin, SecondFrom, SecondTo);

        /// <summary>A missing one (−1) is in no range.</summary>
        private static bool IsIn(int bin, int from, int to) => bin >= from && bin <= to;
    }
}
