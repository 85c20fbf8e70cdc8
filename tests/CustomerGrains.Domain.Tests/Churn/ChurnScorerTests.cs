using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Policies;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerGrains.Domain.Tests.Churn;

public class ChurnScorerTests
{
    private static readonly ChurnScorer Small = new(ChurnFormulas.Small);

    [Theory]
    [InlineData(0, 0, -2, 0)]
    [InlineData(1.999, 0, -2, 0)]
    [InlineData(2, 0, 3, 1)]
    [InlineData(6.999, 0, 3, 1)]
    [InlineData(7, 0, 18, 2)]
    [InlineData(1e9, 0, 18, 2)]
    [InlineData(-5, 0, -2, 0)]
    [InlineData(double.PositiveInfinity, 0, 18, 2)]
    [InlineData(double.NegativeInfinity, 0, -2, 0)]
    [InlineData(double.NaN, 0, 6, ChurnTerm.MissingBin)]
    public void A_value_is_in_the_bin_that_begins_at_or_below_it_and_ends_above(double days, double complaints, int points, int bin)
    {
        var terms = new ChurnTerm[Small.TermCount];

        var score = Small.Score(ChurnFormulas.Vector((ChurnFeature.DaysSinceLastOutgoing, days), (ChurnFeature.OpenComplaints, complaints)), terms);

        Assert.Equal(new ChurnTerm(bin, points), terms[0]);
        Assert.Equal(12 + points, score.Points);
        Assert.Equal(12, score.Baseline);
    }

    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(2, 1, true)]
    [InlineData(9, 1, true)]
    [InlineData(9, 0, false)]
    [InlineData(double.NaN, 1, false)]
    [InlineData(9, double.NaN, false)]
    public void A_pair_holds_when_both_features_are_in_its_bins(double days, double complaints, bool holds)
    {
        var terms = new ChurnTerm[Small.TermCount];

        Small.Score(ChurnFormulas.Vector((ChurnFeature.DaysSinceLastOutgoing, days), (ChurnFeature.OpenComplaints, complaints)), terms);

        Assert.Equal(holds ? new ChurnTerm(0, 9) : new ChurnTerm(ChurnTerm.MissingBin, 0), terms[2]);
    }

    [Fact]
    public void Every_bound_of_the_built_in_formula_parts_two_bins()
    {
        var scorer = new ChurnScorer(DefaultChurnFormula.Formula);
        var terms = new ChurnTerm[scorer.TermCount];
        for (var i = 0; i < scorer.Formula.Terms.Count; i++)
        {
            var term = scorer.Formula.Terms[i];
            for (var bin = 0; bin < term.Bins.Count - 1; bin++)
            {
                var bound = term.Bins[bin].Below!.Value;
                Assert.Equal((bin, bin + 1, bin + 1), (BinAt(Math.BitDecrement(bound)), BinAt(bound), BinAt(Math.BitIncrement(bound))));
            }

            int BinAt(double value)
            {
                scorer.Score(ChurnFormulas.Vector((term.Feature, value)), terms);
                return terms[i].Bin;
            }
        }
    }

    [Fact]
    public void Points_add_up_to_the_score_and_are_those_of_the_document() =>
        Prop.ForAll<int>(seed =>
        {
            var (formula, vector) = ChurnFormulas.Random(new Random(seed));
            Assert.Empty(ChurnFormulaValidator.Validate(formula));
            var scorer = new ChurnScorer(formula);
            var terms = new ChurnTerm[scorer.TermCount];
            var score = scorer.Score(vector, terms);
            Assert.Equal(score.Points, score.Baseline + terms.Sum(t => t.Points));
            Assert.Equal(Reckon(formula, vector), score.Points);
            Assert.InRange(score.Probability, 0, 1);
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void A_what_if_is_the_score_of_the_changed_vector_and_leaves_the_first_alone() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var (formula, vector) = ChurnFormulas.Random(random);
            var scorer = new ChurnScorer(formula);
            var (before, changed) = ((double[])vector.Clone(), (double[])vector.Clone());
            var changes = Enumerable.Range(0, random.Next(6)).Select(_ => new ChurnChange((ChurnFeature)random.Next(ChurnFeatures.Count), random.Next(4) == 0 ? double.NaN : random.Next(-100, 100))).ToArray();
            foreach (var change in changes) changed[(int)change.Feature] = change.Value;
            var (expected, answered) = (new ChurnTerm[scorer.TermCount], new ChurnTerm[scorer.TermCount]);
            Assert.Equal(scorer.Score(changed, expected), scorer.WhatIf(vector, changes, answered));
            Assert.Equal(expected, answered);
            Assert.Equal(before, vector);
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void More_points_are_never_less_likely()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var formula = ChurnFormulas.Random(new Random(seed)).Formula;
            var last = -1.0;
            for (var points = -1_000; points <= 1_000; points += 7)
            {
                var probability = new ChurnScorer(formula with { BasePoints = points, Terms = [formula.Terms[0]], Pairs = [] }).Score(ChurnFormulas.Vector(), new ChurnTerm[1]).Probability;
                Assert.True(probability >= last, $"{points} points");
                last = probability;
            }
        }
    }

    [Theory]
    [InlineData(-100, 0.1)]
    [InlineData(0, 0.1)]
    [InlineData(5, 0.2)]
    [InlineData(10, 0.3)]
    [InlineData(30, 0.6)]
    [InlineData(50, 0.9)]
    [InlineData(60, 0.9)]
    public void A_table_is_straight_between_its_places_and_level_outside(int points, double probability)
    {
        var table = new ChurnCalibration { Table = [new() { Points = 0, Probability = 0.1 }, new() { Points = 10, Probability = 0.3 }, new() { Points = 50, Probability = 0.9 }] };
        var formula = ChurnFormulas.Small with { BasePoints = points - 8, Calibration = table };

        Assert.Equal(probability, new ChurnScorer(formula).Score(ChurnFormulas.Vector(), new ChurnTerm[3]).Probability, 12);
    }

    [Fact]
    public void Even_odds_are_at_the_offset_and_the_scale_multiplies_them_by_e()
    {
        Assert.Equal(0.5, At(40), 12);
        Assert.Equal(Math.E, At(50) / (1 - At(50)), 9);

        static double At(int points) => new ChurnScorer(ChurnFormulas.Small with { BasePoints = points - 8 }).Score(ChurnFormulas.Vector(), new ChurnTerm[3]).Probability;
    }

    [Fact]
    public void Bands_are_the_formulas_unless_the_policy_has_its_own()
    {
        Assert.Equal([ChurnBand.Low, ChurnBand.Medium, ChurnBand.Medium, ChurnBand.High], new[] { 0.099, 0.10, 0.299, 0.30 }.Select(p => Small.BandOf(p, new ChurnRiskPolicy())));
        var policy = new ChurnRiskPolicy { MediumFrom = 0.5, HighFrom = 0.9 };
        Assert.Equal([ChurnBand.Low, ChurnBand.Medium, ChurnBand.Medium, ChurnBand.High], new[] { 0.499, 0.5, 0.899, 0.9 }.Select(p => Small.BandOf(p, policy)));
    }

    [Fact]
    public void Spans_that_are_too_short_are_refused()
    {
        Assert.Throws<ArgumentException>("features", () => Small.Score(new double[ChurnFeatures.Count - 1], new ChurnTerm[3]));
        Assert.Throws<ArgumentException>("terms", () => Small.Score(new double[ChurnFeatures.Count], new ChurnTerm[2]));
    }

    /// <summary>The formula as its document says it, the slow way.</summary>
    private static int Reckon(ChurnFormula formula, double[] vector)
    {
        var bins = new Dictionary<ChurnFeature, int>();
        var points = formula.BasePoints;
        foreach (var term in formula.Terms)
        {
            var value = vector[(int)term.Feature];
            var bin = double.IsNaN(value) ? -1 : term.Bins.ToList().FindIndex(b => b.Below is null || value < b.Below);
            bins[term.Feature] = bin;
            points += bin < 0 ? term.Missing.Points : term.Bins[bin].Points;
        }
        return points + formula.Pairs.Where(p => Holds(p.First) && Holds(p.Second)).Sum(p => p.Points);

        bool Holds(ChurnBinRange range) => bins[range.Feature] >= range.FromBin && bins[range.Feature] <= range.ToBin;
    }
}
