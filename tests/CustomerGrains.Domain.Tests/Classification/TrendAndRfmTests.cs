using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Tests.Classification;

public class TrendAndRfmTests
{
    private const long Unit = 1_000_000;
    private static readonly PopulationCuts Initial = PopulationCuts.Initial(new RfmPolicy());

    [Theory]
    [InlineData(90, 0, 110, 10.0 / (200.0 / 3), Trend.Rising)]
    [InlineData(90, 100, 110, 0.1, Trend.Rising)] // at the cut
    [InlineData(91, 100, 109, 0.09, Trend.Steady)]
    [InlineData(100, 900, 100, 0.0, Trend.Steady)]
    [InlineData(109, 100, 91, -0.09, Trend.Steady)]
    [InlineData(110, 100, 90, -0.1, Trend.Falling)] // at the cut
    [InlineData(300, 0, 0, -1.5, Trend.Falling)]
    [InlineData(0, 0, 300, 1.5, Trend.Rising)]
    public void A_tenth_of_the_mean_a_month_is_a_direction(double first, double middle, double last, double slope, Trend expected)
    {
        var inputs = new TrendInputs(true, first, middle, last);
        Assert.Equal(slope, inputs.Slope!.Value, 12);
        Assert.Equal(expected, TrendRule.Of(inputs, new TrendPolicy()));
    }

    [Fact]
    public void Without_three_months_or_use_there_is_no_trend()
    {
        Assert.Equal(Trend.None, TrendRule.Of(new TrendInputs(false, 1, 2, 3), new TrendPolicy()));
        Assert.Equal(Trend.None, TrendRule.Of(new TrendInputs(true, 0, 0, 0), new TrendPolicy()));
        Assert.Equal(Trend.None, TrendRule.Of(new TrendInputs(true, -3, 1, 1), new TrendPolicy())); // credited more than used
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(2, 4)]
    [InlineData(3, 4)]
    [InlineData(4, 3)]
    [InlineData(7, 3)]
    [InlineData(8, 2)]
    [InlineData(14, 2)]
    [InlineData(15, 1)]
    public void Recency_counts_days_up_to_each_cut(int? days, int score) => Assert.Equal(score, Initial.RecencyScore(days));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(9, 1)]
    [InlineData(10, 2)]
    [InlineData(29, 2)]
    [InlineData(30, 3)]
    [InlineData(59, 3)]
    [InlineData(60, 4)]
    [InlineData(119, 4)]
    [InlineData(120, 5)]
    [InlineData(121, 5)]
    public void Frequency_counts_from_each_cut(long sessions, int score) => Assert.Equal(score, Initial.FrequencyScore(sessions));

    [Theory]
    [InlineData((20 * Unit) - 1, 1)]
    [InlineData(20 * Unit, 2)]
    [InlineData((50 * Unit) - 1, 2)]
    [InlineData(50 * Unit, 3)]
    [InlineData(100 * Unit, 4)]
    [InlineData((200 * Unit) - 1, 4)]
    [InlineData(200 * Unit, 5)]
    public void Monetary_counts_from_each_cut(long charge, int score) => Assert.Equal(score, Initial.MonetaryScore(charge));

    [Theory]
    [InlineData(59, Trend.Steady, RfmTreatment.None)]
    [InlineData(60, Trend.Steady, RfmTreatment.Care)]
    [InlineData(60, Trend.None, RfmTreatment.Care)]
    [InlineData(999, Trend.Rising, RfmTreatment.Develop)]
    [InlineData(0, Trend.Rising, RfmTreatment.Develop)]
    [InlineData(999, Trend.Falling, RfmTreatment.WinBack)]
    public void A_trend_goes_before_the_frequency(long sessions, Trend trend, RfmTreatment expected) =>
        Assert.Equal(expected, Rfm.Of(new RfmInputs(1, sessions, 0, trend), Initial, new RfmPolicy()).Treatment);

    [Fact]
    public void A_population_without_ties_falls_into_fifths()
    {
        var population = Enumerable.Range(0, 1_000).Select(i => new RfmInputs(i, i, i * Unit, Trend.None)).ToArray();
        new Random(1).Shuffle(population);
        var cuts = PopulationCuts.Of(population, version: 3, day: 20_000);
        Assert.Equal((3u, 20_000, 1_000), (cuts.Version, cuts.Day, cuts.Population));
        foreach (var scores in new[] { population.Select(p => cuts.RecencyScore(p.RecencyDays)), population.Select(p => cuts.FrequencyScore(p.Sessions)), population.Select(p => cuts.MonetaryScore(p.ChargeMicros)) })
            Assert.Equal([200, 200, 200, 200, 200], scores.CountBy(s => s).OrderBy(g => g.Key).Select(g => g.Value));
        Assert.Equal(5, cuts.RecencyScore(0));
        Assert.Equal(5, cuts.FrequencyScore(999));
    }

    /// <summary>The oracle: how many of a hundred do better decides, where nobody is equal.</summary>
    [Fact]
    public void Scores_follow_ranks()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var population = Enumerable.Range(0, random.Next(1, 40)).Select(_ => new RfmInputs(random.Next(9) == 0 ? null : random.Next(60), random.Next(30), random.Next(30), Trend.None)).ToArray();
            var cuts = PopulationCuts.Of(population, 1, 1);
            foreach (var one in population)
            {
                // From a cut on: the value with floor(n·k/5) others below it.
                var sessions = population.Select(p => p.Sessions).Order().ToArray();
                var expected = 1 + Enumerable.Range(1, 4).Count(k => one.Sessions >= sessions[population.Length * k / 5]);
                Assert.Equal(expected, cuts.FrequencyScore(one.Sessions));
                var days = population.Select(p => p.RecencyDays ?? int.MaxValue).Order().ToArray();
                var recency = one.RecencyDays is { } own ? 5 - Enumerable.Range(1, 4).Count(k => own > days[Math.Max(0, (population.Length * k / 5) - 1)]) : 1;
                Assert.Equal(recency, cuts.RecencyScore(one.RecencyDays));
            }
        }
    }

    [Fact]
    public void Nobody_cannot_be_cut() => Assert.Throws<ArgumentException>(() => PopulationCuts.Of([], 1, 1));
}
