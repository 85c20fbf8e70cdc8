using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Tests.Classification;

/// <summary>Credit, satisfaction, loyalty and their bands (domain §3.4).</summary>
public class ScoreTests
{
    [Theory]
    [InlineData(0, 0, 0, 100, CreditList.Red)]
    [InlineData(1, 0, 0, 90, CreditList.Red)]
    [InlineData(2, 0, 0, 80, CreditList.Red)] // at the cut
    [InlineData(3, 0, 0, 70, CreditList.Grey)]
    [InlineData(2, 60, 0, 80, CreditList.Red)] // 60 days are not more than 60
    [InlineData(2, 61, 0, 60, CreditList.Grey)]
    [InlineData(6, 0, 0, 40, CreditList.Grey)] // at the cut
    [InlineData(7, 0, 0, 30, CreditList.Black)]
    [InlineData(0, 0, 1, 70, CreditList.Grey)]
    [InlineData(0, 0, 2, 40, CreditList.Grey)]
    [InlineData(0, 0, 3, 10, CreditList.Black)]
    [InlineData(12, 999, 8, 0, CreditList.Black)] // clamped
    public void Credit_is_what_payment_takes_off(int months, int days, int promises, double score, CreditList list) =>
        Assert.Equal(new Credit(score, list), Credit.Of(new CreditInputs(months, days, promises), new CreditPolicy()));

    [Fact]
    public void The_policy_moves_the_lists()
    {
        var policy = new CreditPolicy { PerArrearsMonth = 1, RedFrom = 99.5, BlackBelow = 98.5 };
        Assert.Equal([CreditList.Red, CreditList.Grey, CreditList.Black], new[] { 0, 1, 2 }.Select(m => Credit.Of(new CreditInputs(m, 0, 0), policy).List));
    }

    [Theory]
    [InlineData(100.0, 0, 0, 0, 100, ScoreBand.VeryHigh)]
    [InlineData(null, 0, 0, 0, 85, ScoreBand.High)] // 75 stands for no survey
    [InlineData(91.666667, 0, 0, 0, 95, ScoreBand.VeryHigh)] // × 0.6 + 40 reaches 95
    [InlineData(91.66, 0, 0, 0, 94.996, ScoreBand.High)]
    [InlineData(91.67, 0, 0, 0, 95.002, ScoreBand.VeryHigh)]
    [InlineData(66.66, 0, 0, 0, 79.996, ScoreBand.Middle)]
    [InlineData(66.67, 0, 0, 0, 80.002, ScoreBand.High)]
    [InlineData(100.0, 1, 0, 0, 94, ScoreBand.High)] // 15 off
    [InlineData(100.0, 0, 1, 0, 96.8, ScoreBand.VeryHigh)] // 8 off
    [InlineData(100.0, 1, 1, 0, 90.8, ScoreBand.High)]
    [InlineData(100.0, 0, 0, 0.05, 96, ScoreBand.VeryHigh)] // 5 % dropped: 10 off
    [InlineData(100.0, 7, 0, 0, 60, ScoreBand.Middle)] // the part is clamped
    [InlineData(99.99, 7, 0, 0, 59.994, ScoreBand.Low)]
    [InlineData(0.0, 0, 0, 0, 40, ScoreBand.Low)]
    [InlineData(0.0, 0, 1, 0, 36.8, ScoreBand.VeryLow)]
    [InlineData(0.0, 9, 9, 1, 0, ScoreBand.VeryLow)]
    public void Satisfaction_is_surveys_and_service(double? survey, int open, int recent, double dropped, double score, ScoreBand band)
    {
        var satisfaction = Satisfaction.Of(new SatisfactionInputs(survey, open, recent, dropped), new SatisfactionPolicy());
        Assert.Equal(score, satisfaction.Score, 2e-6);
        Assert.Equal(band, satisfaction.Band);
    }

    [Theory]
    [InlineData(60, 3, 3, Trend.Rising, 0, 100, ScoreBand.VeryHigh)]
    [InlineData(61, 4, 4, Trend.Rising, 0, 100, ScoreBand.VeryHigh)] // no more than full
    [InlineData(48, 3, 3, Trend.Rising, 0, 95, ScoreBand.VeryHigh)]
    [InlineData(47, 3, 3, Trend.Rising, 0, 94.583333, ScoreBand.High)]
    [InlineData(12, 3, 3, Trend.Rising, 0, 80, ScoreBand.High)]
    [InlineData(11, 3, 3, Trend.Rising, 0, 79.583333, ScoreBand.Middle)]
    [InlineData(60, 3, 3, Trend.Steady, 0, 95.5, ScoreBand.VeryHigh)]
    [InlineData(60, 3, 3, Trend.None, 0, 95.5, ScoreBand.VeryHigh)] // as steady
    [InlineData(60, 3, 3, Trend.Falling, 0, 85, ScoreBand.High)]
    [InlineData(60, 3, 3, Trend.Rising, 1, 85, ScoreBand.High)]
    [InlineData(60, 3, 3, Trend.Rising, 0.5, 92.5, ScoreBand.High)]
    [InlineData(60, 2, 3, Trend.Rising, 0, 91.666667, ScoreBand.High)]
    [InlineData(60, 3, 2, Trend.Rising, 0, 93.333333, ScoreBand.High)]
    [InlineData(60, 0, 3, Trend.Falling, 0, 60, ScoreBand.Middle)]
    [InlineData(59, 0, 3, Trend.Falling, 0, 59.583333, ScoreBand.Low)]
    [InlineData(60, 0, 0, Trend.Falling, 0, 40, ScoreBand.Low)]
    [InlineData(59, 0, 0, Trend.Falling, 0, 39.583333, ScoreBand.VeryLow)]
    [InlineData(0, 0, 0, Trend.Falling, 1, 0, ScoreBand.VeryLow)]
    public void Loyalty_has_five_parts(int tenure, int measures, int services, Trend trend, double competitors, double score, ScoreBand band)
    {
        var loyalty = Loyalty.Of(new LoyaltyInputs(tenure, measures, services, trend, competitors), new LoyaltyPolicy());
        Assert.Equal(score, loyalty.Score, 2e-6);
        Assert.Equal(band, loyalty.Band);
    }

    [Theory]
    [InlineData(39.999999, ScoreBand.VeryLow)]
    [InlineData(40, ScoreBand.Low)]
    [InlineData(59.999999, ScoreBand.Low)]
    [InlineData(60, ScoreBand.Middle)]
    [InlineData(79.999999, ScoreBand.Middle)]
    [InlineData(80, ScoreBand.High)]
    [InlineData(94.999999, ScoreBand.High)]
    [InlineData(95, ScoreBand.VeryHigh)]
    public void Bands_begin_at_their_cuts(double score, ScoreBand band) => Assert.Equal(band, Scores.BandOf(score, new ScoreBands()));

    [Fact]
    public void What_rounding_leaves_does_not_decide()
    {
        Assert.Equal(30, Scores.Clamp((0.1 + 0.2) * 100));
        Assert.Equal((0, 100), (Scores.Clamp(-1), Scores.Clamp(101)));
    }

    [Fact]
    public void A_survey_weighs_half_of_one_a_half_life_later()
    {
        var mean = new SurveyMean();
        Assert.Null(mean.Value);
        mean.Add(1_000, 40, 180);
        Assert.Equal(40, mean.Value);
        mean.Add(1_180, 100, 180);
        Assert.Equal(80, mean.Value!.Value, 9); // (40 × ½ + 100) ÷ 1½
        mean.Add(1_180, 0, 180);
        Assert.Equal(120 / 2.5, mean.Value!.Value, 9);
    }
}
