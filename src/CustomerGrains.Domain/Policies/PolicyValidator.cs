using CustomerGrains.Domain.Documents;

namespace CustomerGrains.Domain.Policies;

/// <summary>Finds every contradiction of a policy at once.</summary>
public static class PolicyValidator
{
    /// <summary>A month more than the full months that are kept.</summary>
    private const int MaxMonths = 13;
    private const int MaxDays = 3_650;

    /// <summary>Days that usage by day is kept for by default.</summary>
    private const int MaxUsageDays = 35;

    public static IReadOnlyList<DocumentProblem> Validate(Policy policy)
    {
        var rules = new DocumentRules();
        rules.Range("format", policy.Format, Policy.CurrentFormat, Policy.CurrentFormat);
        rules.Text("description", policy.Description, 1_000);
        Value(rules, policy.Value, policy.CostToServe);
        rules.Names("enterprises.keyClasses", policy.Enterprises.KeyClasses, StringComparer.Ordinal);
        rules.Range("trend.risingFrom", policy.Trend.RisingFrom, 0.001, 2);
        rules.Range("trend.fallingTo", policy.Trend.FallingTo, -2, -0.001);
        PolicyScoreRules.Check(rules, policy);
        Rfm(rules, policy.Rfm);
        MidHighEnd(rules, policy.MidHighEnd);
        Retention(rules, policy.Retention);
        LifeCycle(rules, policy.LifeCycle);
        Portrait(rules, policy.Portrait);
        PolicyBrandRules.Check(rules, policy.Brands);
        ChurnRisk(rules, policy.ChurnRisk);
        PolicyAlertRules.Check(rules, policy.Alerts);
        Contacts(rules, policy.Contacts);
        PolicyIdentityRules.Check(rules, policy.Identity);
        return rules.Problems;
    }

    private static void Value(DocumentRules rules, ValuePolicy value, CostToServePolicy cost)
    {
        rules.Range("value.monthsAveraged", value.MonthsAveraged, 1, 12);
        rules.Money("value.ordinaryFromMicros", value.OrdinaryFromMicros);
        rules.Money("value.highFromMicros", value.HighFromMicros);
        rules.Money("value.importantFromMicros", value.ImportantFromMicros);
        rules.Above("value.highFromMicros", value.HighFromMicros, "value.ordinaryFromMicros", value.OrdinaryFromMicros);
        rules.Above("value.importantFromMicros", value.ImportantFromMicros, "value.highFromMicros", value.HighFromMicros);
        rules.Margin("value.releasableBelowMarginMicros", value.ReleasableBelowMarginMicros);
        rules.Money("costToServe.perMonthMicros", cost.PerMonthMicros);
        rules.Money("costToServe.perMinuteMicros", cost.PerMinuteMicros);
        rules.Money("costToServe.perGigabyteMicros", cost.PerGigabyteMicros);
        rules.Money("costToServe.perContactMicros", cost.PerContactMicros);
    }

    private static void Rfm(DocumentRules rules, RfmPolicy rfm)
    {
        rules.Range("rfm.frequencyDays", rfm.FrequencyDays, 1, MaxUsageDays);
        rules.Range("rfm.monetaryDays", rfm.MonetaryDays, 1, MaxUsageDays);
        rules.Ascending("rfm.initialRecencyDays", rfm.InitialRecencyDays, 4, 4);
        rules.Ascending("rfm.initialFrequency", rfm.InitialFrequency, 4, 4);
        rules.AscendingMoney("rfm.initialMonetaryMicros", rfm.InitialMonetaryMicros, 4, 4);
        rules.Range("rfm.careFromFrequency", rfm.CareFromFrequency, 1, 5);
    }

    private static void MidHighEnd(DocumentRules rules, MidHighEndPolicy policy)
    {
        rules.Money("midHighEnd.billAboveMicros", policy.BillAboveMicros);
        rules.Range("midHighEnd.windowMonths", policy.WindowMonths, 1, MaxMonths);
        rules.Range("midHighEnd.consecutiveMonths", policy.ConsecutiveMonths, 1, MaxMonths);
        rules.Require(policy.ConsecutiveMonths <= policy.WindowMonths, "midHighEnd.consecutiveMonths", $"{policy.ConsecutiveMonths} months do not fit into windowMonths ({policy.WindowMonths})", "give fewer, or widen midHighEnd.windowMonths");
        rules.Money("midHighEnd.quasiFromMicros", policy.QuasiFromMicros);
        rules.Require(policy.QuasiFromMicros <= policy.BillAboveMicros, "midHighEnd.quasiFromMicros", $"it is {policy.QuasiFromMicros}, more than billAboveMicros ({policy.BillAboveMicros})", "give at most midHighEnd.billAboveMicros: who is above that is no longer quasi");
        rules.Money("midHighEnd.kpiBillFromMicros", policy.KpiBillFromMicros);
        rules.Range("midHighEnd.kpiMinutesFrom", policy.KpiMinutesFrom, 0, 44_640);
        if (policy.KpiTarget is { } target) rules.Range("midHighEnd.kpiTarget", target, 0, 10_000_000_000);
        rules.AscendingMoney("midHighEnd.billBandsMicros", policy.BillBandsMicros, 1, 20);
    }

    private static void Retention(DocumentRules rules, RetentionPolicy policy)
    {
        rules.Money("retention.churnProneSumBelowMicros", policy.ChurnProneSumBelowMicros);
        rules.Range("retention.churnProneMonths", policy.ChurnProneMonths, 1, MaxMonths);
        rules.Range("retention.churnProneArrearsMonths", policy.ChurnProneArrearsMonths, 0, MaxMonths);
        rules.Range("retention.reducedUse.months", policy.ReducedUse.Months, 1, MaxMonths);
        rules.Range("retention.reducedUse.belowShare", policy.ReducedUse.BelowShare, 0.01, 1);
        rules.Range("retention.reducedUse.priorMonths", policy.ReducedUse.PriorMonths, 1, MaxMonths);
        rules.Require(policy.ReducedUse.Months + policy.ReducedUse.PriorMonths <= MaxMonths, "retention.reducedUse.priorMonths", $"months and priorMonths make {policy.ReducedUse.Months + policy.ReducedUse.PriorMonths}", $"let them make at most the {MaxMonths} months that are kept");
        rules.Range("retention.averageMonths", policy.AverageMonths, 1, 12);
        rules.Money("retention.importantFromMicros", policy.ImportantFromMicros);
        rules.Money("retention.ordinaryFromMicros", policy.OrdinaryFromMicros);
        rules.Above("retention.importantFromMicros", policy.ImportantFromMicros, "retention.ordinaryFromMicros", policy.OrdinaryFromMicros);
    }

    private static void LifeCycle(DocumentRules rules, LifeCyclePolicy policy)
    {
        rules.Range("lifeCycle.acquisitionBelowMonths", policy.AcquisitionBelowMonths, 0, 120);
        rules.Range("lifeCycle.renewalDays", policy.RenewalDays, 0, MaxDays);
        rules.Range("lifeCycle.badDebtAfterDays", policy.BadDebtAfterDays, 0, MaxDays);
        rules.Range("lifeCycle.winBackMonths", policy.WinBackMonths, 0, 120);
        rules.Money("lifeCycle.planSavingFromMicros", policy.PlanSavingFromMicros);
        rules.Share("lifeCycle.planSavingFromShare", policy.PlanSavingFromShare);
        rules.Margin("lifeCycle.costControlBelowMarginMicros", policy.CostControlBelowMarginMicros);
        var all = Enum.GetValues<LifeCycleStage>().Where(static s => s != LifeCycleStage.None);
        var missing = all.Except(policy.Order).ToArray();
        rules.Require(missing.Length == 0, "lifeCycle.order", $"{string.Join(", ", missing.Select(Name))} is missing", "name every stage");
        rules.Require(policy.Order.Distinct().Count() == policy.Order.Count && !policy.Order.Contains(LifeCycleStage.None), "lifeCycle.order", "a stage is there twice, or none is named", "name every stage once");
        rules.Require(policy.Order.Count > 0 && policy.Order[^1] == LifeCycleStage.RevenueStimulation, "lifeCycle.order", "what stands behind revenueStimulation is never reached", "put revenueStimulation last");
    }

    private static void Portrait(DocumentRules rules, PortraitPolicy policy)
    {
        rules.Range("portrait.productHalfLifeDays", policy.ProductHalfLifeDays, 1, MaxDays);
        rules.Range("portrait.promotionHalfLifeDays", policy.PromotionHalfLifeDays, 1, MaxDays);
        rules.Range("portrait.handsetHalfLifeDays", policy.HandsetHalfLifeDays, 1, MaxDays);
        rules.Range("portrait.giftHalfLifeDays", policy.GiftHalfLifeDays, 1, MaxDays);
        rules.Range("portrait.serviceHalfLifeDays", policy.ServiceHalfLifeDays, 1, MaxDays);
        rules.Range("portrait.channelHalfLifeDays", policy.ChannelHalfLifeDays, 1, MaxDays);
        rules.Range("portrait.takenWeight", policy.TakenWeight, 0, 10);
        rules.Range("portrait.declinedWeight", policy.DeclinedWeight, -10, 0);
        rules.Range("portrait.unansweredWeight", policy.UnansweredWeight, -10, 0);
        rules.Range("portrait.usedWeight", policy.UsedWeight, 0, 10);
        rules.Range("portrait.saidWeight", policy.SaidWeight, 0, 10);
        rules.Range("portrait.campaignEffectDays", policy.CampaignEffectDays, 1, MaxUsageDays);
    }

    private static void ChurnRisk(DocumentRules rules, ChurnRiskPolicy policy)
    {
        rules.Require(policy.MediumFrom is null == policy.HighFrom is null, "churnRisk", "only one of mediumFrom and highFrom is given", "give both, or neither for the formula's own");
        if (policy.MediumFrom is { } medium) rules.Share("churnRisk.mediumFrom", medium);
        if (policy.HighFrom is { } high) rules.Share("churnRisk.highFrom", high);
        if (policy is { MediumFrom: { } lower, HighFrom: { } upper }) rules.Above("churnRisk.highFrom", upper, "churnRisk.mediumFrom", lower);
    }

    private static void Contacts(DocumentRules rules, ContactPolicy policy)
    {
        rules.Names("contacts.competitorPrefixes", policy.CompetitorPrefixes, StringComparer.Ordinal);
        for (var i = 0; i < policy.CompetitorPrefixes.Count; i++)
        {
            var prefix = policy.CompetitorPrefixes[i];
            rules.Require(prefix.Length is >= 3 and <= 15 && prefix.All(char.IsAsciiDigit), $"contacts.competitorPrefixes[{i}]", $"it is '{prefix}'", "give 3 to 15 digits");
        }
    }

    private static string Name(LifeCycleStage stage) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(stage.ToString());
}
