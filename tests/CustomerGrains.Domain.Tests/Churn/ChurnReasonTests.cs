using CustomerGrains.Domain.Churn;

namespace CustomerGrains.Domain.Tests.Churn;

public class ChurnReasonTests
{
    [Fact]
    public void Reasons_name_what_speaks_most_for_and_against_in_both_languages()
    {
        var scorer = new ChurnScorer(DefaultChurnFormula.Formula);
        var features = ChurnFormulas.Vector(
            (ChurnFeature.DaysSinceLastOutgoing, 12.04), (ChurnFeature.RecentActivityRatio, 0.247), (ChurnFeature.CompetitorContactShare, 0.06),
            (ChurnFeature.MeasuresInForce, 3), (ChurnFeature.StickyServices, 2), (ChurnFeature.DaysToContractEnd, 200));
        var terms = new ChurnTerm[scorer.TermCount];
        scorer.Score(features, terms);

        var reasons = ChurnReasons.For(scorer, features, terms, 4);

        Assert.Equal(
        [
            new ChurnReason(ChurnFeature.DaysSinceLastOutgoing, null, 29, "No outgoing use for 12 days", "已 12 天没有主动使用"),
            new ChurnReason(ChurnFeature.CompetitorContactShare, null, 26, "6% of the contacts are with competitors", "6% 的联系对象属于竞争对手"),
            new ChurnReason(ChurnFeature.RecentActivityRatio, null, 12, "Use of the last week is 25% of the four weeks before", "最近一周的使用量为此前四周的 25%"),
            new ChurnReason(ChurnFeature.RecentActivityRatio, ChurnFeature.CompetitorContactShare, 12, "Use falls while contact with competitors begins", "使用量下降，同时开始联系竞争对手"),
        ], reasons);
        Assert.Equal([(ChurnFeature.MeasuresInForce, -18), (ChurnFeature.DaysToContractEnd, -12), (ChurnFeature.StickyServices, -7)], ChurnReasons.Against(scorer, features, terms, 10).Select(r => (r.Feature, r.Points)));
    }

    [Fact]
    public void Nothing_special_has_no_reasons()
    {
        var scorer = new ChurnScorer(ChurnFormulas.Small with { Terms = [.. ChurnFormulas.Small.Terms.Select(t => t with { Neutral = t.Missing.Points })] });
        var features = ChurnFormulas.Vector();
        var terms = new ChurnTerm[scorer.TermCount];

        var score = scorer.Score(features, terms);

        Assert.Equal(score.Baseline, score.Points);
        Assert.Empty(ChurnReasons.For(scorer, features, terms, 10));
        Assert.Empty(ChurnReasons.Against(scorer, features, terms, 10));
    }
}
