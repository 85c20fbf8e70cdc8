using System.Text;
using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Storage.ReadModel;

/// <summary>Everything that a subscriber can be searched, ordered and reported by: the one list. A field more is one line here, and one in the
/// message SubscriberSummary (a test compares them); the table gets its column when the server starts, and rows are written again.</summary>
public static class SubscriberFields
{
    private const long Hundredths = 100;
    private const long Millionths = 1_000_000;

    private static readonly List<RowField> Listed = [];

    public static RowField SubscriberId { get; } = new("subscriber_id", RowFieldType.Text, "The subscriber.");

    public static RowField Status { get; } = Enum<SubscriberStatus>("status", i => (long)i.Status, "Of the line.");
    public static RowField Brand { get; } = Text("brand", i => i.State.BrandAt(i.Time), "Held now.");
    public static RowField Plan { get; } = Text("plan", i => i.State.PlanAt(i.Time), "Held now.");
    public static RowField Region { get; } = Text("region", i => i.Ties?.Description is { Region.Length: > 0 } d ? d.Region : i.State.Profile?.Region, "The customer's, else as registered.");
    public static RowField Outlet { get; } = Text("outlet", i => i.Attribute("outlet"), "营业厅: the attribute `outlet`.");
    public static RowField Service { get; } = Text("service", i => i.Attribute("service"), "mobile, fixed …: the attribute `service`.");
    public static RowField Relationship { get; } = Enum<RelationshipClass>("relationship", i => (long)i.Insight.Relationship, "By relationship.");
    public static RowField Attribute { get; } = Enum<AttributeClass>("attribute", i => (long)i.Insight.Attribute, "Public or major, individual or organisation.");
    public static RowField ValueClass { get; } = Enum<ValueClass>("value_class", i => (long)i.Insight.Value, "By value.");
    public static RowField CreditList { get; } = Enum<CreditList>("credit_list", i => (long)i.Insight.Credit.List, "RED is good, BLACK bad.");
    public static RowField SatisfactionBand { get; } = Enum<ScoreBand>("satisfaction_band", i => (long)i.Insight.Satisfaction.Band, "Of the satisfaction score.");
    public static RowField LoyaltyBand { get; } = Enum<ScoreBand>("loyalty_band", i => (long)i.Insight.Loyalty.Band, "Of the loyalty score.");
    public static RowField RevenueTrend { get; } = Enum<Trend>("revenue_trend", i => (long)i.Insight.RevenueTrend, "Of the last three bills.");
    public static RowField FrequencyTrend { get; } = Enum<Trend>("frequency_trend", i => (long)i.Insight.FrequencyTrend, "Of use over three months.");
    public static RowField RfmRecency { get; } = Level("rfm_recency", i => i.Insight.Rfm.Recency, "1 … 5; 5 = used most recently.");
    public static RowField RfmFrequency { get; } = Level("rfm_frequency", i => i.Insight.Rfm.Frequency, "1 … 5; 5 = most sessions.");
    public static RowField RfmMonetary { get; } = Level("rfm_monetary", i => i.Insight.Rfm.Monetary, "1 … 5; 5 = highest charge.");
    public static RowField RfmTreatment { get; } = Enum<RfmTreatment>("rfm_treatment", i => (long)i.Insight.Rfm.Treatment, "What follows from frequency and its trend.");
    public static RowField MidHighEnd { get; } = Enum<MidHighEndClass>("mid_high_end", i => (long)i.Insight.MidHighEnd, "中高端.");
    public static RowField CountsInKpi { get; } = Flag("counts_in_kpi", i => i.Insight.CountsInKpi, "The last full month counts in the mid/high-end KPI.");
    public static RowField BillBand { get; } = Level("bill_band", i => i.BillBand, "Bounds of the policy's bill bands that the mean bill reaches.");
    public static RowField RetentionClass { get; } = Enum<RetentionClass>("retention_class", i => (long)i.Insight.Retention, "Whom to keep.");
    public static RowField LifeCycleStage { get; } = Enum<LifeCycleStage>("life_cycle_stage", i => (long)i.Insight.LifeCycle.Stage, "Of eleven.");
    public static RowField LifeCycleReason { get; } = Enum<LifeCycleReason>("life_cycle_reason", i => (long)i.Insight.LifeCycle.Reason, "The rule that put it there.");
    public static RowField BrandFit { get; } = Enum<BrandFitClass>("brand_fit", i => (long)i.Insight.BrandFit.Class, "归位/错位.");
    public static RowField FittingBrand { get; } = Text("fitting_brand", i => i.Insight.BrandFit.Brand, "The brand that the behaviour belongs to.");
    public static RowField StarLevel { get; } = Level("star_level", i => i.Insight.StarLevel.Level, "1 … 5.");
    public static RowField ChurnBand { get; } = Enum<ChurnBand>("churn_band", i => (long)i.Insight.ChurnBand, "Of the churn probability.");
    public static RowField TenureBand { get; } = Enum<TenureBand>("tenure_band", i => (long)BandOf(i.Insight.Inputs.LifeCycle.TenureMonths), "Time on the network.");
    public static RowField Measures { get; } = Set<MeasureKind>("measures", i => i.Measures, "稳定措施 in force.");
    public static RowField MeasureCount { get; } = Level("measure_count", i => i.Insight.Inputs.Loyalty.Measures, "How many of them.");
    public static RowField PortOutRequested { get; } = Flag("port_out_requested", i => i.Ties?.PortOut is not null, "Asked to take the number to a competitor.");
    public static RowField MayContact { get; } = Flag("may_contact", i => i.Ties?.MayContact(ContactChannel.None) ?? true, "No do-not-contact stands.");
    public static RowField ChurnReason { get; } = Text("churn_reason", i => Reason(i), "Why the line was ended.");
    public static RowField ChurnCompetitor { get; } = Text("churn_competitor", i => Competitor(i), "Where the subscriber went, or asked to go.");

    public static RowField ActivationTime { get; } = Time("activation_time", i => i.State.Profile?.ActivationTime, "On the network since.");
    public static RowField ContractEndTime { get; } = Time("contract_end_time", i => i.Ties?.Contract?.EndTime is > 0 and var end ? end : null, "Of the last contract that has begun.");
    public static RowField LastUsageTime { get; } = Time("last_usage_time", i => i.State.LastUsage is > 0 and var t ? t : null, "Start of the last use.");
    public static RowField LastOutgoingTime { get; } = Time("last_outgoing_time", i => i.State.LastOutgoing is > 0 and var t ? t : null, "Start of the last outgoing use.");
    public static RowField TerminatedTime { get; } = Time("terminated_time", i => i.Termination?.Time, "The line was ended.");
    public static RowField ChurnProbability { get; } = Number("churn_probability", i => i.Insight.ChurnScore is { } s ? (decimal)s.Probability : null, "Of leaving in the next 30 days, 0 … 1.", Millionths);
    public static RowField ChurnPoints { get; } = Number("churn_points", i => i.Insight.ChurnScore?.Points, "The formula's.");
    public static RowField BillLastMonthMicros { get; } = Number("bill_last_month_micros", i => i.Insight.Inputs.MidHighEnd.Bills[1], "After discounts.");
    public static RowField AverageBillMicros { get; } = Number("average_bill_micros", i => i.AverageBill, "Mean of the last three months.");
    public static RowField MarginMicros { get; } = Number("margin_micros", i => i.Insight.Inputs.LifeCycle.MarginMicros, "A month, revenue less cost to serve.");
    public static RowField ArrearsDays { get; } = Number("arrears_days", i => i.Insight.Inputs.Credit.ArrearsDays, "Age of the oldest arrears; 0 = none.");
    public static RowField CreditScore { get; } = Number("credit_score", i => (decimal)i.Insight.Credit.Score, "0 … 100.", Hundredths);
    public static RowField SatisfactionScore { get; } = Number("satisfaction_score", i => (decimal)i.Insight.Satisfaction.Score, "0 … 100.", Hundredths);
    public static RowField LoyaltyScore { get; } = Number("loyalty_score", i => (decimal)i.Insight.Loyalty.Score, "0 … 100.", Hundredths);
    public static RowField MonthChargeMicros { get; } = Number("month_charge_micros", i => i.MonthUse(UsageMeasure.Charge, null, counts: false), "Of this month so far.");
    public static RowField MonthVoiceSeconds { get; } = Number("month_voice_seconds", i => i.MonthUse(UsageMeasure.All, ServiceKind.Voice, counts: false), "Of this month so far, both directions.");
    public static RowField MonthDataOctets { get; } = Number("month_data_octets", i => i.MonthUse(UsageMeasure.All, ServiceKind.Data, counts: false), "Of this month so far.");
    public static RowField MonthSessions { get; } = Number("month_sessions", i => i.MonthUse(UsageMeasure.All, null, counts: true), "Calls, messages and sessions of this month so far.");
    public static RowField PolicyVersion { get; } = Number("policy_version", i => i.RuleBook.Policy.Version, "Of the policy that the classes come from.");

    public static RowField Rules { get; } = Text("rules", i => i.Rules, "Versions of policy, model and, after a dot, population cuts by which what is remembered was last reviewed, as `3.0` or `3.0.12`; empty: it is to be.");

    public static RowField NextChangeTime { get; } = Time("next_change_time", i => i.Insight.NextChange == long.MaxValue ? null : (i.Insight.NextChange + 999) / 1_000, "When a class can next change by itself.");
    public static RowField UsagePattern { get; } = Enum<UsagePattern>("usage_pattern", i => (long)i.Insight.UsagePattern, "How use goes on over the last weeks.");

    public static RowField RfmSessions { get; } = Number("rfm_sessions", i => i.Insight.Inputs.Rfm.Sessions, "What the frequency score is of: sessions in the policy's days.");
    public static RowField RfmChargeMicros { get; } = Number("rfm_charge_micros", i => i.Insight.Inputs.Rfm.ChargeMicros, "What the monetary score is of: charge in the policy's days.");
    public static RowField ModelVersion { get; } = Number("model_version", i => i.RuleBook.Churn.Version, "Of the formula that churn risk comes from.");
    public static RowField CutsVersion { get; } = Number("cuts_version", i => i.RuleBook.Cuts?.Version ?? 0, "Of the population cuts that the three RFM scores come from; 0 = the policy's initial ones.");

    /// <summary>All fields but <see cref="SubscriberId"/>, in the order of their columns.</summary>
    public static IReadOnlyList<RowField> All => Listed;

    /// <summary>Those of <see cref="All"/> that are classes.</summary>
    public static IReadOnlyList<RowField> Classes { get; } = [.. Listed.Where(f => f.IsClass)];

    /// <summary>Those of <see cref="All"/> that are numbers or times.</summary>
    public static IReadOnlyList<RowField> Numbers { get; } = [.. Listed.Where(f => !f.IsClass)];

    private static readonly Dictionary<string, RowField> ByName = Listed.Append(SubscriberId).ToDictionary(f => f.Name, StringComparer.Ordinal);

    /// <summary>Null when there is none of this name.</summary>
    public static RowField? Find(string name) => ByName.GetValueOrDefault(name);

    private static TenureBand BandOf(int? months) => months switch
    {
        null => ReadModel.TenureBand.None,
        < 3 => ReadModel.TenureBand.Under3Months,
        < 12 => ReadModel.TenureBand.Under12Months,
        < 24 => ReadModel.TenureBand.Under24Months,
        < 60 => ReadModel.TenureBand.Under60Months,
        _ => ReadModel.TenureBand.From60Months,
    };

    /// <summary>The status says it, or else the request to take the number elsewhere.</summary>
    private static string? Reason(in RowInput input) => input.Termination is not { } ended ? null : ended.Reason.Length > 0 ? ended.Reason : input.Ties?.PortOut?.Reason;

    /// <summary>The status says it, or else the request to take the number elsewhere, or else whoever tried to keep the customer.</summary>
    private static string Competitor(in RowInput input)
    {
        if (input.Termination is { Competitor.Length: > 0 } ended) return ended.Competitor;
        if (input.Ties?.PortOut is { Competitor.Length: > 0 } request) return request.Competitor;
        return input.Termination is null ? "" : input.Ties?.Retentions.LastOrDefault(static r => r.Result == RetentionResult.Lost)?.Competitor ?? "";
    }

    private static RowField Enum<T>(string name, Func<RowInput, long> read, string description) where T : struct, System.Enum =>
        Add(new RowField(name, RowFieldType.Enum, description, read) { Values = NamesOf<T>() });

    private static RowField Set<T>(string name, Func<RowInput, long> read, string description) where T : struct, System.Enum =>
        Add(new RowField(name, RowFieldType.Set, description, read) { Values = NamesOf<T>() });

    private static RowField Flag(string name, Func<RowInput, bool> read, string description) => Add(new RowField(name, RowFieldType.Flag, description, i => read(i) ? 1 : 0));

    private static RowField Level(string name, Func<RowInput, long> read, string description) =>
        Add(new RowField(name, RowFieldType.Level, description, i => Math.Clamp(read(i), 0, byte.MaxValue)));

    private static RowField Text(string name, Func<RowInput, string?> read, string description) => Add(new RowField(name, RowFieldType.Text, description, text: read));

    private static RowField Number(string name, Func<RowInput, decimal?> read, string description, long scale = 1) =>
        Add(new RowField(name, RowFieldType.Number, description, i => read(i) is { } value ? (long)Math.Round(value * scale) : SubscriberRow.Absent) { Scale = scale });

    private static RowField Time(string name, Func<RowInput, long?> read, string description) =>
        Add(new RowField(name, RowFieldType.Time, description, i => read(i) ?? SubscriberRow.Absent));

    private static RowField Add(RowField field)
    {
        field.Ordinal = Listed.Count;
        Listed.Add(field);
        return field;
    }

    private static string[] NamesOf<T>() where T : struct, System.Enum
    {
        var values = System.Enum.GetValues<T>();
        var names = new string[values.Max(v => Convert.ToInt32(v, System.Globalization.CultureInfo.InvariantCulture)) + 1];
        Array.Fill(names, "");
        foreach (var value in values) names[Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture)] = UpperSnake(value.ToString());
        return names;
    }

    /// <summary>LowToImprove → LOW_TO_IMPROVE; Under3Months → UNDER_3_MONTHS.</summary>
    private static string UpperSnake(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var begins = char.IsUpper(name[i]) || (char.IsDigit(name[i]) && i > 0 && !char.IsDigit(name[i - 1]));
            if (i > 0 && begins) text.Append('_');
            text.Append(char.ToUpperInvariant(name[i]));
        }
        return text.ToString();
    }
}
