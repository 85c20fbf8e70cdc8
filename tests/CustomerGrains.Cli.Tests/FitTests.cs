using CustomerGrains.Cli.Fitting;
using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Documents;
using Xunit.Abstractions;

namespace CustomerGrains.Cli.Tests;

/// <summary>The built-in formula of churn risk: fitted again, and measured on a population that nothing was fitted on.</summary>
public sealed class FitTests(ITestOutputHelper output)
{
    private static readonly FitOptions Defaults = new();

    /// <summary>Not among the seeds of the figures in tests/README.md either.</summary>
    private const ulong Fresh = 977;

    [Fact]
    public void The_built_in_formula_is_what_the_command_makes_of_it()
    {
        var fitted = GeneratorFit.Fit(DefaultChurnFormula.Formula, Defaults, out _);
        Assert.Equal(DocumentJson.WriteIndented(fitted), DocumentJson.WriteIndented(DefaultChurnFormula.Formula));
    }

    [Fact]
    public void On_a_fresh_population_it_finds_the_leavers_and_its_probabilities_are_rates()
    {
        var rows = GeneratedLabels.Of(Fresh, Defaults.Subscribers);
        var quality = FormulaQuality.Of(DefaultChurnFormula.Formula, rows);
        output.WriteLine($"{rows.Count} rows, {rows.Count(static row => row.IsLeaver)} of leavers: {quality}");
        // Of the leavers a fifth to a third do not show it yet: the generator lets them use less only from two weeks before on.
        Assert.True(quality.Auc >= 0.78, $"{quality}");
        Assert.True(quality.Lift >= 5, $"{quality}");
        Assert.True(quality.CalibrationError <= 0.012, $"{quality}");
        // Better than saying the mean of everybody.
        var rate = rows.Count(static row => row.IsLeaver) / (double)rows.Count;
        Assert.True(quality.Brier <= 0.75 * rate * (1 - rate), $"{quality}, {rate:0.000}");
    }

    [Fact]
    public void Points_go_the_way_that_the_domain_says()
    {
        foreach (var feature in FittedFeature.OfGenerator)
        {
            var bins = DefaultChurnFormula.Formula.Terms.Single(term => term.Feature == feature.Feature).Bins;
            var steps = bins.Zip(bins.Skip(1), (lower, upper) => upper.Points - lower.Points);
            Assert.All(steps, step => Assert.True(feature.IsRising ? step > 0 : step < 0, $"{feature.Feature}: {string.Join(", ", bins.Select(static bin => bin.Points))}"));
            Assert.InRange(bins.Count, 1, 6);
        }
    }

    [Fact]
    public void The_text_of_a_formula_reads_back_as_the_formula()
    {
        var text = FormulaText.Of(DefaultChurnFormula.Formula);
        Assert.Equal(DocumentJson.Write(DefaultChurnFormula.Formula), DocumentKinds.ChurnFormula.Check(text).Text);
        Assert.Contains("\n        { \"below\": 8, \"points\": 0 },\n", text, StringComparison.Ordinal);
    }

    /// <summary>Rows made by a known formula: what is found is what they were made with.</summary>
    [Fact]
    public void A_regression_finds_what_rows_were_made_with()
    {
        var random = new Random(1);
        double[] truth = [-1.5, 2, -1, 0.5];
        var rows = Enumerable.Range(0, 60_000).Select(_ => Enumerable.Range(0, 3).Where(_ => random.Next(3) == 0).ToArray()).ToArray();
        var labels = rows.Select(row => random.NextDouble() < 1 / (1 + Math.Exp(-(truth[0] + row.Sum(one => truth[one + 1]))))).ToArray();
        var found = LogisticRegression.Fit(rows, labels, count: 4, penalty: 1);
        for (var i = 0; i < truth.Length; i++) Assert.Equal(truth[i], found[i], 0.08);
        Assert.Equal(0, found[4], 9); // no row has it
    }

    [Fact]
    public void Bins_that_say_the_same_or_the_contrary_are_merged()
    {
        var feature = new FittedFeature(ChurnFeature.ArrearsDays, [10, 20, 30, 40], IsRising: true, "", "");
        // Of a hundred 10, 10, 30, 20 and 60 leave.
        var rows = new[] { 10, 10, 30, 20, 60 }.SelectMany((leavers, bin) => Enumerable.Range(0, 1_000).Select(one => Row(feature.Feature, (bin * 10) + 5, one < leavers * 10))).ToList();
        Assert.Equal([20, 40], BinMerger.Merge(feature, rows));
        Assert.Empty(BinMerger.Merge(feature with { IsRising = false }, rows));
        Assert.Empty(BinMerger.Merge(feature, [.. rows.Where(static (_, at) => at % 100 == 0)])); // too few to say
    }

    [Fact]
    public void Quality_is_what_it_says_on_a_handful()
    {
        // Days of silence 0 … 9 as the only feature: points 0, 1, … 9.
        var formula = new ChurnFormula
        {
            Id = "handful",
            Provenance = "made up",
            Terms = [new ChurnFormulaTerm { Feature = ChurnFeature.ArrearsDays, Bins = [.. Enumerable.Range(0, 10).Select(static i => new ChurnFormulaBin { Below = i < 9 ? i + 1 : null, Points = i })], Missing = new ChurnFormulaBin { Points = 0 } }],
            Calibration = new ChurnCalibration { Table = [new ChurnCalibrationPoint { Points = 0, Probability = 0 }, new ChurnCalibrationPoint { Points = 9, Probability = 0.9 }] },
        };
        // 9 leaves and 6 leaves: of 16 pairs 8 + 6 are right.
        var quality = FormulaQuality.Of(formula, [.. Enumerable.Range(0, 10).Select(static day => Row(ChurnFeature.ArrearsDays, day, day is 6 or 9))]);
        Assert.Equal(14 / 16.0, quality.Auc, 12);
        Assert.Equal(5, quality.Lift, 12);
        Assert.Equal((0.01 + 0.04 + 0.09 + 0.16 + 0.25 + 0.16 + 0.49 + 0.64 + 0.01) / 10, quality.Brier, 12);
        Assert.Equal((0.1 + 0.2 + 0.3 + 0.4 + 0.5 + 0.4 + 0.7 + 0.8 + 0.1) / 10, quality.CalibrationError, 12);
        // Whoever says the same of everybody knows nothing.
        Assert.Equal(0.5, FormulaQuality.Of(formula, [.. Enumerable.Range(0, 20).Select(static day => Row(ChurnFeature.ArrearsDays, 3, day % 2 == 0))]).Auc, 12);
    }

    [Fact]
    public async Task The_command_writes_a_formula_and_says_how_good_it_is()
    {
        var fitted = await Cli.SucceedAsync("fit", "--from-generator", "--seeds", "7", "--held-out", "8", "--subscribers", "300");
        var check = DocumentKinds.ChurnFormula.Check(fitted.Out);
        Assert.Empty(check.Problems);
        Assert.Contains("seeds 7, 300 subscribers", fitted.Out, StringComparison.Ordinal);
        Assert.Contains("held out: 1,200 rows of 1 populations", fitted.Error, StringComparison.Ordinal);
        Assert.Equal(2, fitted.Error.Split("AUC 0.").Length - 1);
        var refused = await Cli.RunAsync("fit");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--from-generator", refused.Error, StringComparison.Ordinal);
    }

    private static LabelledRow Row(ChurnFeature feature, double value, bool isLeaver)
    {
        var features = Enumerable.Repeat(double.NaN, ChurnFeatures.Count).ToArray();
        features[(int)feature] = value;
        return new LabelledRow(features, isLeaver);
    }
}
