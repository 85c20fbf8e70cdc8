using CustomerGrains.Domain.Documents;

namespace CustomerGrains.Domain.Policies;

/// <summary>What has to hold for the scores: credit, satisfaction, loyalty, star level.</summary>
internal static class PolicyScoreRules
{
    public static void Check(DocumentRules rules, Policy policy)
    {
        Credit(rules, policy.Credit);
        Satisfaction(rules, policy.Satisfaction);
        Loyalty(rules, policy.Loyalty);
        StarLevel(rules, policy.StarLevel);
    }

    private static void Credit(DocumentRules rules, CreditPolicy credit)
    {
        rules.Score("credit.perArrearsMonth", credit.PerArrearsMonth);
        rules.Range("credit.arrearsMonths", credit.ArrearsMonths, 1, 13);
        rules.Score("credit.longArrears", credit.LongArrears);
        rules.Range("credit.longArrearsDays", credit.LongArrearsDays, 0, 3_650);
        rules.Score("credit.perBrokenPromise", credit.PerBrokenPromise);
        rules.Range("credit.brokenPromiseMonths", credit.BrokenPromiseMonths, 1, 13);
        rules.Score("credit.redFrom", credit.RedFrom);
        rules.Score("credit.blackBelow", credit.BlackBelow);
        rules.Above("credit.redFrom", credit.RedFrom, "credit.blackBelow", credit.BlackBelow);
    }

    private static void Satisfaction(DocumentRules rules, SatisfactionPolicy policy)
    {
        rules.Share("satisfaction.surveyWeight", policy.SurveyWeight);
        rules.Share("satisfaction.complaintWeight", policy.ComplaintWeight);
        rules.Sum("satisfaction", policy.SurveyWeight + policy.ComplaintWeight, 1, "surveyWeight and complaintWeight");
        rules.Range("satisfaction.surveyHalfLifeMonths", policy.SurveyHalfLifeMonths, 0.1, 120);
        rules.Score("satisfaction.noSurveyScore", policy.NoSurveyScore);
        rules.Score("satisfaction.perOpenComplaint", policy.PerOpenComplaint);
        rules.Score("satisfaction.perRecentComplaint", policy.PerRecentComplaint);
        rules.Range("satisfaction.recentComplaintDays", policy.RecentComplaintDays, 1, 366);
        rules.Score("satisfaction.perDroppedPercent", policy.PerDroppedPercent);
        Bands(rules, "satisfaction.bands", policy.Bands);
    }

    private static void Loyalty(DocumentRules rules, LoyaltyPolicy policy)
    {
        rules.Score("loyalty.tenureWeight", policy.TenureWeight);
        rules.Range("loyalty.tenureFullMonths", policy.TenureFullMonths, 1, 600);
        rules.Score("loyalty.measuresWeight", policy.MeasuresWeight);
        rules.Range("loyalty.measuresFull", policy.MeasuresFull, 1, 100);
        rules.Score("loyalty.stickyServicesWeight", policy.StickyServicesWeight);
        rules.Range("loyalty.stickyServicesFull", policy.StickyServicesFull, 1, 100);
        rules.Score("loyalty.trendWeight", policy.TrendWeight);
        rules.Share("loyalty.risingShare", policy.RisingShare);
        rules.Share("loyalty.steadyShare", policy.SteadyShare);
        rules.Share("loyalty.fallingShare", policy.FallingShare);
        rules.Require(policy.RisingShare >= policy.SteadyShare && policy.SteadyShare >= policy.FallingShare, "loyalty.steadyShare", "the shares of rising, steady and falling do not descend", "let risingShare ≥ steadyShare ≥ fallingShare");
        rules.Score("loyalty.contactsWeight", policy.ContactsWeight);
        rules.Sum("loyalty", policy.TenureWeight + policy.MeasuresWeight + policy.StickyServicesWeight + policy.TrendWeight + policy.ContactsWeight, 100, "the five weights");
        rules.Names("loyalty.stickyServices", policy.StickyServices, StringComparer.OrdinalIgnoreCase);
        Bands(rules, "loyalty.bands", policy.Bands);
    }

    private static void StarLevel(DocumentRules rules, StarLevelPolicy policy)
    {
        rules.Score("starLevel.billWeight", policy.BillWeight);
        rules.Money("starLevel.billFullMicros", policy.BillFullMicros);
        rules.Require(policy.BillFullMicros != 0, "starLevel.billFullMicros", "it is 0", "give the bill of full weight");
        rules.Score("starLevel.tenureWeight", policy.TenureWeight);
        rules.Range("starLevel.tenureFullMonths", policy.TenureFullMonths, 1, 600);
        rules.Score("starLevel.creditWeight", policy.CreditWeight);
        rules.Sum("starLevel", policy.BillWeight + policy.TenureWeight + policy.CreditWeight, 100, "the three weights");
        rules.Ascending("starLevel.cuts", policy.Cuts, 4, 4);
        for (var i = 0; i < policy.Cuts.Count; i++) rules.Score($"starLevel.cuts[{i}]", policy.Cuts[i]);
    }

    private static void Bands(DocumentRules rules, string path, ScoreBands bands)
    {
        rules.Score($"{path}.veryHighFrom", bands.VeryHighFrom);
        rules.Score($"{path}.highFrom", bands.HighFrom);
        rules.Score($"{path}.middleFrom", bands.MiddleFrom);
        rules.Score($"{path}.lowFrom", bands.LowFrom);
        rules.Above($"{path}.veryHighFrom", bands.VeryHighFrom, $"{path}.highFrom", bands.HighFrom);
        rules.Above($"{path}.highFrom", bands.HighFrom, $"{path}.middleFrom", bands.MiddleFrom);
        rules.Above($"{path}.middleFrom", bands.MiddleFrom, $"{path}.lowFrom", bands.LowFrom);
    }
}
