using CustomerGrains.Domain.Documents;
using CustomerGrains.Domain.Policies;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerGrains.Domain.Tests.Policies;

public class PolicyTests
{
    [Fact]
    public void The_built_in_policy_is_valid_and_reads_back_as_itself()
    {
        Assert.Empty(PolicyValidator.Validate(Policy.Default));
        var check = DocumentKinds.Policy.Check(DocumentKinds.Policy.BuiltInText);
        Assert.Equal(DocumentKinds.Policy.BuiltInText, check.Text);
    }

    /// <summary>domain.md §3.3 to §3.8 in numbers; whoever changes a default changes what every operator without a policy gets.</summary>
    [Fact]
    public void Defaults_are_those_of_the_domain()
    {
        var policy = Policy.Default;
        Assert.Equal((30_000_000, 100_000_000, 500_000_000, 3), (policy.Value.OrdinaryFromMicros, policy.Value.HighFromMicros, policy.Value.ImportantFromMicros, policy.Value.MonthsAveraged));
        Assert.Equal((15_000_000, 10_000, 2_000_000, 5_000_000), (policy.CostToServe.PerMonthMicros, policy.CostToServe.PerMinuteMicros, policy.CostToServe.PerGigabyteMicros, policy.CostToServe.PerContactMicros));
        Assert.Equal((10, 12, 20, 60, 30, 6, 80, 40), (policy.Credit.PerArrearsMonth, policy.Credit.ArrearsMonths, policy.Credit.LongArrears, policy.Credit.LongArrearsDays, policy.Credit.PerBrokenPromise, policy.Credit.BrokenPromiseMonths, policy.Credit.RedFrom, policy.Credit.BlackBelow));
        Assert.Equal((0.6, 0.4, 6, 75, 15, 8, 2), (policy.Satisfaction.SurveyWeight, policy.Satisfaction.ComplaintWeight, policy.Satisfaction.SurveyHalfLifeMonths, policy.Satisfaction.NoSurveyScore, policy.Satisfaction.PerOpenComplaint, policy.Satisfaction.PerRecentComplaint, policy.Satisfaction.PerDroppedPercent));
        Assert.Equal((25, 60, 25, 3, 20, 3, 15), (policy.Loyalty.TenureWeight, policy.Loyalty.TenureFullMonths, policy.Loyalty.MeasuresWeight, policy.Loyalty.MeasuresFull, policy.Loyalty.StickyServicesWeight, policy.Loyalty.StickyServicesFull, policy.Loyalty.ContactsWeight));
        Assert.Equal((15, 1, 0.7, 0), (policy.Loyalty.TrendWeight, policy.Loyalty.RisingShare, policy.Loyalty.SteadyShare, policy.Loyalty.FallingShare));
        Assert.Equal((95, 80, 60, 40), (policy.Satisfaction.Bands.VeryHighFrom, policy.Satisfaction.Bands.HighFrom, policy.Satisfaction.Bands.MiddleFrom, policy.Satisfaction.Bands.LowFrom));
        Assert.Equal((0.10, -0.10), (policy.Trend.RisingFrom, policy.Trend.FallingTo));
        Assert.Equal((30, 30), (policy.Rfm.FrequencyDays, policy.Rfm.MonetaryDays));
        Assert.Equal((100_000_000, 3, 6, 80_000_000, 100_000_000, 10), (policy.MidHighEnd.BillAboveMicros, policy.MidHighEnd.ConsecutiveMonths, policy.MidHighEnd.WindowMonths, policy.MidHighEnd.QuasiFromMicros, policy.MidHighEnd.KpiBillFromMicros, policy.MidHighEnd.KpiMinutesFrom));
        Assert.Equal((150_000_000, 3, 1, 300_000_000, 100_000_000), (policy.Retention.ChurnProneSumBelowMicros, policy.Retention.ChurnProneMonths, policy.Retention.ChurnProneArrearsMonths, policy.Retention.ImportantFromMicros, policy.Retention.OrdinaryFromMicros));
        Assert.Equal((false, 2, 0.5), (policy.Retention.ReducedUse.IsOn, policy.Retention.ReducedUse.Months, policy.Retention.ReducedUse.BelowShare));
        Assert.Equal((3, 60, 60, 12), (policy.LifeCycle.AcquisitionBelowMonths, policy.LifeCycle.RenewalDays, policy.LifeCycle.BadDebtAfterDays, policy.LifeCycle.WinBackMonths));
        Assert.Equal([30, 60, 90], policy.Alerts.Rules.Single(r => r.Kind == AlertKind.Arrears).Thresholds);
    }

    [Fact]
    public void Every_contradiction_is_found_at_once()
    {
        var check = DocumentKinds.Policy.Check("""
            {
              "value": { "highFromMicros": 20000000, "monthsAveraged": 0 },
              "satisfaction": { "surveyWeight": 0.7, "bands": { "lowFrom": 70 } },
              "lifeCycle": { "order": [ "revenueStimulation", "acquisition", "acquisition" ] },
              "brands": { "rules": [ { "brand": "A" }, { "brand": "A", "ageFrom": 30, "ageTo": 20 } ] },
              "alerts": { "rules": [ { "kind": "contractEnd", "thresholds": [ 7, 30 ] } ] },
              "churnRisk": { "highFrom": 0.5 },
              "contacts": { "competitorPrefixes": [ "10010", "10010", "+86" ] }
            }
            """);

        Assert.Null(check.Text);
        Assert.Equal(
        [
            "value.monthsAveraged", "value.highFromMicros", "satisfaction", "satisfaction.bands.middleFrom",
            "lifeCycle.order", "lifeCycle.order", "lifeCycle.order",
            "brands.rules[0]", "brands.rules[1].brand", "brands.rules[1].ageTo", "brands.rules[1]",
            "churnRisk", "alerts.rules[0].thresholds[1]", "contacts.competitorPrefixes[1]", "contacts.competitorPrefixes[2]",
        ], check.Problems.Select(p => p.Path));
        Assert.All(check.Problems, p => Assert.True(p.Problem.Length > 0 && p.Remedy.Length > 0));
    }

    public static TheoryData<string, string> Broken() => new()
    {
        { "format", "{ \"format\": 2 }" },
        { "value.ordinaryFromMicros", "{ \"value\": { \"ordinaryFromMicros\": -1 } }" },
        { "value.importantFromMicros", "{ \"value\": { \"importantFromMicros\": 100000000 } }" },
        { "costToServe.perMinuteMicros", "{ \"costToServe\": { \"perMinuteMicros\": -1 } }" },
        { "trend.risingFrom", "{ \"trend\": { \"risingFrom\": 0 } }" },
        { "trend.fallingTo", "{ \"trend\": { \"fallingTo\": 0.1 } }" },
        { "trend.risingFrom", "{ \"trend\": { \"risingFrom\": 1e999 } }" },
        { "credit.redFrom", "{ \"credit\": { \"redFrom\": 40 } }" },
        { "credit.perBrokenPromise", "{ \"credit\": { \"perBrokenPromise\": 101 } }" },
        { "satisfaction.surveyHalfLifeMonths", "{ \"satisfaction\": { \"surveyHalfLifeMonths\": 0 } }" },
        { "loyalty", "{ \"loyalty\": { \"tenureWeight\": 26 } }" },
        { "loyalty.steadyShare", "{ \"loyalty\": { \"fallingShare\": 0.8 } }" },
        { "loyalty.stickyServices[1]", "{ \"loyalty\": { \"stickyServices\": [ \"mail\", \"MAIL\" ] } }" },
        { "loyalty.stickyServices[0]", "{ \"loyalty\": { \"stickyServices\": [ \"\" ] } }" },
        { "rfm.initialFrequency", "{ \"rfm\": { \"initialFrequency\": [ 1, 2, 3 ] } }" },
        { "rfm.initialFrequency[2]", "{ \"rfm\": { \"initialFrequency\": [ 1, 2, 2, 3 ] } }" },
        { "rfm.frequencyDays", "{ \"rfm\": { \"frequencyDays\": 36 } }" },
        { "midHighEnd.consecutiveMonths", "{ \"midHighEnd\": { \"consecutiveMonths\": 7 } }" },
        { "midHighEnd.quasiFromMicros", "{ \"midHighEnd\": { \"quasiFromMicros\": 100000001 } }" },
        { "midHighEnd.billBandsMicros", "{ \"midHighEnd\": { \"billBandsMicros\": [] } }" },
        { "retention.importantFromMicros", "{ \"retention\": { \"importantFromMicros\": 100000000 } }" },
        { "retention.reducedUse.priorMonths", "{ \"retention\": { \"reducedUse\": { \"priorMonths\": 12 } } }" },
        { "lifeCycle.planSavingFromShare", "{ \"lifeCycle\": { \"planSavingFromShare\": 1.1 } }" },
        { "portrait.declinedWeight", "{ \"portrait\": { \"declinedWeight\": 1 } }" },
        { "portrait.giftHalfLifeDays", "{ \"portrait\": { \"giftHalfLifeDays\": 0 } }" },
        { "starLevel", "{ \"starLevel\": { \"billWeight\": 0 } }" },
        { "starLevel.cuts[3]", "{ \"starLevel\": { \"cuts\": [ 1, 2, 3, 101 ] } }" },
        { "starLevel.billFullMicros", "{ \"starLevel\": { \"billFullMicros\": 0 } }" },
        { "churnRisk.highFrom", "{ \"churnRisk\": { \"mediumFrom\": 0.5, \"highFrom\": 0.5 } }" },
        { "alerts.rules[1].kind", "{ \"alerts\": { \"rules\": [ { \"kind\": \"portOut\" }, { \"kind\": \"portOut\" } ] } }" },
        { "alerts.rules[0].kind", "{ \"alerts\": { \"rules\": [ { } ] } }" },
        { "alerts.rules[0].thresholds", "{ \"alerts\": { \"rules\": [ { \"kind\": \"arrears\" } ] } }" },
        { "alerts.rules[0].thresholds", "{ \"alerts\": { \"rules\": [ { \"kind\": \"portOut\", \"thresholds\": [ 1 ] } ] } }" },
        { "identity.sources[1]", "{ \"identity\": { \"sources\": [ \"crm\", \"crm\" ] } }" },
        { "identity.fields[0].field", "{ \"identity\": { \"fields\": [ { \"sources\": [ \"crm\" ] } ] } }" },
        { "identity.fields[1].field", "{ \"identity\": { \"fields\": [ { \"field\": \"name\", \"sources\": [ \"crm\" ] }, { \"field\": \"name\", \"sources\": [ \"crm\" ] } ] } }" },
        { "identity.fields[0].sources", "{ \"identity\": { \"fields\": [ { \"field\": \"name\" } ] } }" },
        { "identity.fields[0].sources[0]", "{ \"identity\": { \"fields\": [ { \"field\": \"name\", \"sources\": [ \" \" ] } ] } }" },
        { "alerts.rules[0].severity", "{ \"alerts\": { \"rules\": [ { \"kind\": \"portOut\", \"severity\": \"none\" } ] } }" },
    };

    [Theory, MemberData(nameof(Broken))]
    public void A_contradiction_is_named_by_its_place(string path, string json) => Assert.Equal(path, Assert.Single(DocumentKinds.Policy.Check(json).Problems).Path);

    [Fact]
    public void Any_policy_reads_back_as_written() =>
        Prop.ForAll<long, NormalFloat, int[]>((micros, share, days) =>
        {
            var policy = Policy.Default with
            {
                Value = Policy.Default.Value with { HighFromMicros = micros },
                Trend = Policy.Default.Trend with { RisingFrom = share.Get },
                Alerts = new AlertPolicy { Rules = [new AlertRule { Kind = AlertKind.Arrears, Thresholds = [.. days.Select(d => d * share.Get).Where(double.IsFinite)] }] },
            };
            var read = DocumentJson.Read<Policy>(DocumentJson.WriteIndented(policy)).Value!;
            return read.Value.HighFromMicros == micros && read.Trend.RisingFrom.Equals(share.Get)
                && read.Alerts.Rules[0].Thresholds.SequenceEqual(policy.Alerts.Rules[0].Thresholds) && DocumentJson.Write(read) == DocumentJson.Write(policy);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_document_too_long_to_be_looked_at_is_refused() => Assert.Contains("bytes", Assert.Single(DocumentKinds.Policy.Check(new string(' ', DocumentKind.MaxBytes + 1)).Problems).Problem, StringComparison.Ordinal);
}
