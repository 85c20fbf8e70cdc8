using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Server.Insights;

/// <summary>What kind of customer a subscriber is, as callers get it. The numbers of classes are those of the domain.</summary>
internal static class InsightMessages
{
    /// <param name="state">That the insight is of: since when.</param>
    internal static V1.Insight ToMessage(Domain.Classification.Insight insight, SubscriberState state, RuleBook rules)
    {
        var inputs = insight.Inputs;
        var since = new Sinces(state, insight);
        var (value, life, brand) = (inputs.Value, inputs.LifeCycle, inputs.BrandFit);
        var message = new V1.Insight
        {
            AsOf = ToTime(insight.Now),
            PolicyVersion = rules.Policy.Version,
            NextChangeTime = insight.NextChange == long.MaxValue ? null : ToTime(insight.NextChange),
            Relationship = new RelationshipInsight { Class = (V1.RelationshipClass)insight.Relationship, Since = since[Edge.Relationship] },
            Attribute = new AttributeInsight { Class = (V1.AttributeClass)insight.Attribute, Since = since[Edge.Attribute] },
            Value = new ValueInsight
            {
                Class = (V1.ValueClass)insight.Value,
                Since = since[Edge.Value],
                Months = (uint)value.Months,
                RevenueMicros = value.RevenueMicros,
                CostMicros = value.CostMicros,
                MarginMicros = value.MarginMicros,
                Influential = value.IsInfluential,
                Major = value.IsMajor,
                KeyMember = value.IsKeyMember,
            },
            Credit = new CreditInsight
            {
                List = (V1.CreditList)insight.Credit.List,
                Since = since[Edge.Credit],
                Score = insight.Credit.Score,
                ArrearsMonths = (uint)inputs.Credit.ArrearsMonths,
                ArrearsDays = (uint)inputs.Credit.ArrearsDays,
                BrokenPromises = (uint)inputs.Credit.BrokenPromises,
            },
            Satisfaction = Satisfaction(insight, since[Edge.Satisfaction]),
            Loyalty = new LoyaltyInsight
            {
                Band = (V1.ScoreBand)insight.Loyalty.Band,
                Since = since[Edge.Loyalty],
                Score = insight.Loyalty.Score,
                TenureMonths = (uint)inputs.Loyalty.TenureMonths,
                Measures = (uint)inputs.Loyalty.Measures,
                StickyServices = (uint)inputs.Loyalty.StickyServices,
                FrequencyTrend = (ClassTrend)inputs.Loyalty.FrequencyTrend,
                CompetitorShare = inputs.Loyalty.CompetitorShare,
            },
            RevenueTrend = Trend(insight.RevenueTrend, inputs.RevenueTrend, since[Edge.RevenueTrend]),
            FrequencyTrend = Trend(insight.FrequencyTrend, inputs.FrequencyTrend, since[Edge.FrequencyTrend]),
            Rfm = Rfm(insight, rules, since[Edge.Rfm]),
            UsagePattern = Pattern(insight, since[Edge.UsagePattern]),
            MidHighEnd = new MidHighEndInsight { Class = (V1.MidHighEndClass)insight.MidHighEnd, Since = since[Edge.MidHighEnd], CountsInKpi = insight.CountsInKpi },
            Retention = new RetentionInsight
            {
                Class = (V1.RetentionClass)insight.Retention,
                Since = since[Edge.Retention],
                AverageBillMicros = inputs.Retention.AverageMicros(rules.Policy.Policy.Retention),
                ArrearsDays = (uint)inputs.Retention.ArrearsDays,
                KeyMember = inputs.Retention.IsKeyMember,
                MemberOfKeyEnterprise = inputs.Retention.IsMemberOfKey,
            },
            LifeCycle = new LifeCycleInsight
            {
                Stage = (V1.LifeCycleStage)insight.LifeCycle.Stage,
                Reason = (V1.LifeCycleReason)insight.LifeCycle.Reason,
                Since = since[Edge.LifeCycle],
                ArrearsDays = (uint)life.ArrearsDays,
            },
            BrandFit = new BrandFitInsight
            {
                Class = (V1.BrandFitClass)insight.BrandFit.Class,
                FittingBrand = insight.BrandFit.Brand ?? "",
                Since = since[Edge.BrandFit],
                Brand = brand.Brand ?? "",
                Business = brand.IsBusiness,
                AverageBillMicros = brand.AverageBillMicros,
            },
            StarLevel = new StarLevelInsight
            {
                Level = (uint)insight.StarLevel.Level,
                Since = since[Edge.StarLevel],
                Score = insight.StarLevel.Score,
                BillPoints = insight.StarLevel.BillPoints,
                TenurePoints = insight.StarLevel.TenurePoints,
                CreditPoints = insight.StarLevel.CreditPoints,
            },
            ChurnRisk = ChurnRiskMessages.ToMessage(insight, rules.Churn, since[Edge.ChurnRisk]),
            Portrait = Portrait(insight.Portrait),
        };
        for (var ago = 1; ago <= rules.Policy.Policy.MidHighEnd.WindowMonths; ago++) message.MidHighEnd.BillMicros.Add(inputs.MidHighEnd.Bills[ago]);
        if (life.TenureMonths is { } tenure) message.LifeCycle.TenureMonths = (uint)tenure;
        if (life.DaysToContractEnd is { } end) message.LifeCycle.DaysToContractEnd = (uint)end;
        if (life.MonthsTerminated is { } left) message.LifeCycle.MonthsTerminated = (uint)left;
        if (life.MarginMicros is { } margin) message.LifeCycle.MarginMicros = margin;
        if (brand.Age is { } age and >= 0) message.BrandFit.Age = (uint)age;
        if (brand.DataShare is { } data) message.BrandFit.DataShare = data;
        if (brand.RoamingShare is { } roaming) message.BrandFit.RoamingShare = roaming;
        return message;
    }

    internal static V1.ClassesChanged ToMessage(in Domain.Classification.ClassesChanged changed, uint policy) => ToMessage(changed.Codes, policy, changed.Cuts);

    private static V1.ClassesChanged ToMessage(EdgeCodes codes, uint policy, uint cuts) => new()
    {
        Relationship = (V1.RelationshipClass)codes[Edge.Relationship],
        Attribute = (V1.AttributeClass)codes[Edge.Attribute],
        Value = (V1.ValueClass)codes[Edge.Value],
        Credit = (V1.CreditList)codes[Edge.Credit],
        Satisfaction = (V1.ScoreBand)codes[Edge.Satisfaction],
        Loyalty = (V1.ScoreBand)codes[Edge.Loyalty],
        RevenueTrend = (ClassTrend)codes[Edge.RevenueTrend],
        FrequencyTrend = (ClassTrend)codes[Edge.FrequencyTrend],
        Recency = (uint)codes[Edge.Rfm] & 7,
        Frequency = (uint)codes[Edge.Rfm] >> 3 & 7,
        Monetary = (uint)codes[Edge.Rfm] >> 6 & 7,
        Treatment = (V1.RfmTreatment)(codes[Edge.Rfm] >> 9),
        MidHighEnd = (V1.MidHighEndClass)codes[Edge.MidHighEnd],
        Retention = (V1.RetentionClass)codes[Edge.Retention],
        Stage = (V1.LifeCycleStage)(codes[Edge.LifeCycle] >> 4),
        StageReason = (V1.LifeCycleReason)(codes[Edge.LifeCycle] & 15),
        BrandFit = (V1.BrandFitClass)codes[Edge.BrandFit],
        Stars = (uint)codes[Edge.StarLevel],
        ChurnBand = (V1.ChurnBand)codes[Edge.ChurnRisk],
        PolicyVersion = policy,
        CutsVersion = cuts,
        UsagePattern = (V1.UsagePattern)codes[Edge.UsagePattern],
    };

    /// <param name="time">Milliseconds since 1970-01-01 UTC.</param>
    internal static Timestamp ToTime(long time) => Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(time));

    private static SatisfactionInsight Satisfaction(Domain.Classification.Insight insight, Timestamp? since)
    {
        var inputs = insight.Inputs.Satisfaction;
        var message = new SatisfactionInsight
        {
            Band = (V1.ScoreBand)insight.Satisfaction.Band,
            Since = since,
            Score = insight.Satisfaction.Score,
            OpenComplaints = (uint)inputs.OpenComplaints,
            RecentComplaints = (uint)inputs.RecentComplaints,
            DroppedShare = inputs.DroppedShare,
        };
        if (inputs.SurveyMean is { } mean) message.SurveyMean = mean;
        return message;
    }

    private static TrendInsight Trend(Domain.Classification.Trend trend, in TrendInputs inputs, Timestamp? since)
    {
        var message = new TrendInsight { Trend = (ClassTrend)trend, Since = since };
        if (inputs.Slope is { } slope) message.SlopePerMonth = slope;
        if (inputs.IsComplete) message.Months.AddRange([inputs.First, inputs.Middle, inputs.Last]);
        return message;
    }

    private static RfmInsight Rfm(Domain.Classification.Insight insight, RuleBook rules, Timestamp? since)
    {
        var inputs = insight.Inputs.Rfm;
        var message = new RfmInsight
        {
            Recency = (uint)insight.Rfm.Recency,
            Frequency = (uint)insight.Rfm.Frequency,
            Monetary = (uint)insight.Rfm.Monetary,
            Treatment = (V1.RfmTreatment)insight.Rfm.Treatment,
            Since = since,
            Sessions = (ulong)inputs.Sessions,
            ChargeMicros = inputs.ChargeMicros,
            CutsVersion = rules.Cuts?.Version ?? 0,
        };
        if (inputs.RecencyDays is { } days) message.RecencyDays = (uint)Math.Max(days, 0);
        return message;
    }

    private static UsagePatternInsight Pattern(Domain.Classification.Insight insight, Timestamp? since)
    {
        var inputs = insight.Inputs.UsagePattern;
        return new UsagePatternInsight
        {
            Pattern = (V1.UsagePattern)insight.UsagePattern,
            Since = since,
            Events = (ulong)inputs.Events,
            Days = (uint)inputs.Days,
            SilentDays = (uint)inputs.SilentDays,
            LongestGapDays = (uint)inputs.LongestGapDays,
            EventsPerDay = inputs.EventsPerDay,
            SlopePerWeek = inputs.SlopePerWeek,
            SlopeSigmas = inputs.SlopeSigmas,
            Spread = inputs.Spread,
            Scatter = inputs.Scatter,
        };
    }

    private static V1.Portrait Portrait(Domain.Classification.Portrait portrait) => new()
    {
        Preferences = { portrait.Preferences.Select(static p => new V1.Preference { Kind = (V1.PreferenceKind)(p.Kind + 1), Value = p.Value, Score = p.Score, Signals = (uint)p.Signals }) },
        OffersKnown = (uint)portrait.OffersKnown,
        OffersTaken = (uint)portrait.OffersTaken,
        OffersDeclined = (uint)portrait.OffersDeclined,
    };

    /// <summary>Since when the classes are what they are. One that differs from what is remembered came about after the last review.</summary>
    private readonly struct Sinces(SubscriberState state, Domain.Classification.Insight insight)
    {
        private readonly Edges _edges = state.Edges;

        public Timestamp? this[Edge edge] =>
            !state.IsReviewed ? null : ToTime(_edges.Codes[edge] == insight.Codes[edge] ? _edges.Since(edge) : insight.Now);
    }
}
