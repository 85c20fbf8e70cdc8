using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Documents;

namespace CustomerGrains.Domain.Tests.Churn;

public class ChurnFormulaTests
{
    public static TheoryData<string, ChurnFormula> Broken()
    {
        var small = ChurnFormulas.Small;
        var (term, pair) = (small.Terms[0], small.Pairs[0]);
        return new TheoryData<string, ChurnFormula>
        {
            { "format", small with { Format = 2 } },
            { "id", small with { Id = "" } },
            { "provenance", small with { Provenance = " " } },
            { "basePoints", small with { BasePoints = 10_001 } },
            { "terms", small with { Terms = [], Pairs = [] } },
            { "terms[2].feature", small with { Terms = [.. small.Terms, term] } },
            { "terms[0].neutral", With(term with { Neutral = -10_001 }) },
            { "terms[0].bins", With(term with { Bins = [] }, isPaired: false) },
            { "terms[0].bins[0].below", With(term with { Bins = [ChurnFormulas.Bin(null, 0), ChurnFormulas.Bin(3, 0), ChurnFormulas.Bin(null, 0)] }) },
            { "terms[0].bins[1].below", With(term with { Bins = [ChurnFormulas.Bin(3, 0), ChurnFormulas.Bin(3, 0), ChurnFormulas.Bin(null, 0)] }) },
            { "terms[0].bins[1].below", With(term with { Bins = [ChurnFormulas.Bin(3, 0), ChurnFormulas.Bin(2, 0), ChurnFormulas.Bin(null, 0)] }) },
            { "terms[0].bins[0].below", With(term with { Bins = [ChurnFormulas.Bin(double.NaN, 0), ChurnFormulas.Bin(null, 0)] }, isPaired: false) },
            { "terms[0].bins[0].below", With(term with { Bins = [ChurnFormulas.Bin(double.PositiveInfinity, 0), ChurnFormulas.Bin(null, 0)] }, isPaired: false) },
            { "terms[0].bins[2].below", With(term with { Bins = [.. term.Bins.SkipLast(1), ChurnFormulas.Bin(9, 0)] }) },
            { "terms[0].bins[2].points", With(term with { Bins = [.. term.Bins.SkipLast(1), ChurnFormulas.Bin(null, 10_001)] }) },
            { "terms[0].bins[2].en", With(term with { Bins = [.. term.Bins.SkipLast(1), ChurnFormulas.Bin(null, 1) with { En = "" }] }) },
            { "terms[0].bins[2].zh", With(term with { Bins = [.. term.Bins.SkipLast(1), ChurnFormulas.Bin(null, 1) with { Zh = " " }] }) },
            { "terms[0].missing.below", With(term with { Missing = ChurnFormulas.Bin(1, 0) }) },
            { "terms[0].missing.en", With(term with { Missing = new ChurnFormulaBin { Points = 1, Zh = "缺失" } }) },
            { "pairs[0].first.feature", small with { Pairs = [pair with { First = pair.First with { Feature = ChurnFeature.Service } }] } },
            { "pairs[0].second.feature", small with { Pairs = [pair with { Second = pair.First }] } },
            { "pairs[0].first.toBin", small with { Pairs = [pair with { First = pair.First with { ToBin = 3 } }] } },
            { "pairs[0].first.toBin", small with { Pairs = [pair with { First = pair.First with { FromBin = 2, ToBin = 1 } }] } },
            { "pairs[0].first.fromBin", small with { Pairs = [pair with { First = pair.First with { FromBin = -1 } }] } },
            { "pairs[0].points", small with { Pairs = [pair with { Points = -10_001 }] } },
            { "pairs[0].zh", small with { Pairs = [pair with { Zh = "" }] } },
            { "calibration", small with { Calibration = new ChurnCalibration() } },
            { "calibration", small with { Calibration = small.Calibration with { Table = Table((0, 0), (1, 1)) } } },
            { "calibration.logistic.scale", small with { Calibration = new ChurnCalibration { Logistic = new ChurnLogistic { Scale = 0, Offset = 0 } } } },
            { "calibration.logistic.offset", small with { Calibration = new ChurnCalibration { Logistic = new ChurnLogistic { Scale = 1, Offset = double.NaN } } } },
            { "calibration.table", small with { Calibration = new ChurnCalibration { Table = Table((0, 0.5)) } } },
            { "calibration.table[1].points", small with { Calibration = new ChurnCalibration { Table = Table((0, 0.1), (0, 0.2)) } } },
            { "calibration.table[1].probability", small with { Calibration = new ChurnCalibration { Table = Table((0, 0.2), (1, 0.1)) } } },
            { "calibration.table[1].probability", small with { Calibration = new ChurnCalibration { Table = Table((0, 0.2), (1, 1.1)) } } },
            { "bands.highFrom", small with { Bands = new ChurnBands { MediumFrom = 0.3, HighFrom = 0.3 } } },
            { "bands.mediumFrom", small with { Bands = new ChurnBands { MediumFrom = -0.1, HighFrom = 0.3 } } },
        };

        ChurnFormula With(ChurnFormulaTerm first, bool isPaired = true) => small with { Terms = [first, small.Terms[1]], Pairs = isPaired ? small.Pairs : [] };
        static ChurnCalibrationPoint[] Table(params (int Points, double Probability)[] places) => [.. places.Select(p => new ChurnCalibrationPoint { Points = p.Points, Probability = p.Probability })];
    }

    [Theory, MemberData(nameof(Broken))]
    public void What_is_wrong_is_named_by_its_place(string path, ChurnFormula formula) => Assert.Equal(path, Assert.Single(ChurnFormulaValidator.Validate(formula)).Path);

    [Fact]
    public void Everything_wrong_is_found_at_once()
    {
        var small = ChurnFormulas.Small;
        var broken = small with { Id = "", BasePoints = 20_000, Pairs = [small.Pairs[0] with { En = "" }], Calibration = new ChurnCalibration() };

        Assert.Equal(["id", "basePoints", "pairs[0].en", "calibration"], ChurnFormulaValidator.Validate(broken).Select(p => p.Path));
    }

    [Fact]
    public void What_has_to_be_said_is_asked_for_at_once() =>
        Assert.Equal(["id", "provenance", "terms", "calibration"], DocumentKinds.ChurnFormula.Check("{}").Problems.Select(p => p.Path));

    [Fact]
    public void A_formula_reads_back_as_written()
    {
        foreach (var formula in new[] { ChurnFormulas.Small, ChurnFormulas.Random(new Random(1)).Formula, DefaultChurnFormula.Formula })
        {
            var check = DocumentKinds.ChurnFormula.Check(DocumentJson.WriteIndented(formula));
            Assert.Equal(DocumentJson.Write(formula), check.Text);
        }
    }

    [Fact]
    public void The_built_in_formula_has_a_term_for_every_feature_and_says_what_it_rests_on()
    {
        var formula = DefaultChurnFormula.Formula;

        Assert.Equal(Enum.GetValues<ChurnFeature>(), formula.Terms.Select(t => t.Feature).Order());
        Assert.Contains("Nothing is fitted on customers", formula.Provenance, StringComparison.Ordinal);
        Assert.Empty(ChurnFormulaValidator.Validate(formula));
    }

    /// <summary>The calls that an agent would get, in the order of their danger.</summary>
    [Fact]
    public void The_built_in_formula_ranks_plain_cases()
    {
        var scorer = new ChurnScorer(DefaultChurnFormula.Formula);
        var bound = Probability((ChurnFeature.MeasuresInForce, 3), (ChurnFeature.DaysToContractEnd, 400), (ChurnFeature.TenureMonths, 80));
        var usual = Probability((ChurnFeature.MeasuresInForce, 1), (ChurnFeature.StickyServices, 1), (ChurnFeature.TenureMonths, 30));
        var fading = Probability((ChurnFeature.RecentActivityRatio, 0.4), (ChurnFeature.VoiceSlope, -0.3), (ChurnFeature.MonthToDateRatio, 0.6));
        var leaving = Probability((ChurnFeature.RecentActivityRatio, 0.05), (ChurnFeature.DaysSinceLastOutgoing, 12), (ChurnFeature.CompetitorContactShare, 0.04));
        var ported = Probability((ChurnFeature.PortOutRequested, 1), (ChurnFeature.MeasuresInForce, 0));

        Assert.True(bound < usual && usual < fading && fading < leaving, $"{bound} {usual} {fading} {leaving}");
        Assert.InRange(usual, 0.005, 0.03);
        Assert.True(leaving > 0.3 && ported > 0.3, $"{leaving} {ported}");

        double Probability(params (ChurnFeature, double)[] values) => scorer.Score(Usual(values), new ChurnTerm[scorer.TermCount]).Probability;
    }

    [Theory]
    [InlineData("daysSinceLastOutgoing", ChurnFeature.DaysSinceLastOutgoing)]
    [InlineData("activeDays28", ChurnFeature.ActiveDays28)]
    [InlineData("daysSinceInteraction", ChurnFeature.DaysSinceInteraction)]
    public void Features_have_names(string name, ChurnFeature feature)
    {
        Assert.Equal(name, ChurnFeatures.NameOf(feature));
        Assert.True(ChurnFeatures.TryParse(name, out var parsed));
        Assert.Equal(feature, parsed);
        Assert.False(ChurnFeatures.TryParse(name.ToUpperInvariant(), out _));
    }

    [Fact]
    public void Features_are_the_places_of_a_vector() => Assert.Equal(Enumerable.Range(0, ChurnFeatures.Count), Enum.GetValues<ChurnFeature>().Select(f => (int)f));

    private static double[] Usual((ChurnFeature Feature, double Value)[] values) => ChurnFormulas.Vector([(ChurnFeature.DaysSinceLastOutgoing, 0.3), (ChurnFeature.ActiveDays28, 26), (ChurnFeature.SatisfactionScore, 85), (ChurnFeature.AverageBill, 60), .. values]);
}
