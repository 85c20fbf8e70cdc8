using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Subscribers;

namespace CustomerGrains.Domain.Classification;

/// <summary>What kind of customer a subscriber is at a time (domain §3): every class with the values it came from. A pure function of the
/// state, the policy and the time.</summary>
public sealed class Insight
{
    private readonly double[] _features = new double[ChurnFeatures.Count];

    /// <summary>Business time, milliseconds since 1970-01-01 UTC.</summary>
    public long Now { get; private set; }

    public ClassificationInputs Inputs { get; } = new();

    public RelationshipClass Relationship { get; private set; }

    public AttributeClass Attribute { get; private set; }

    public ValueClass Value { get; private set; }

    public Credit Credit { get; private set; }

    public Satisfaction Satisfaction { get; private set; }

    public Loyalty Loyalty { get; private set; }

    public Trend RevenueTrend { get; private set; }

    public Trend FrequencyTrend { get; private set; }

    public Rfm Rfm { get; private set; }

    public UsagePattern UsagePattern { get; private set; }

    public MidHighEndClass MidHighEnd { get; private set; }

    /// <summary>Whether the last full month counts in the KPI (<see cref="KpiMonthRule"/>).</summary>
    public bool CountsInKpi { get; private set; }

    public RetentionClass Retention { get; private set; }

    public LifeCycle LifeCycle { get; private set; }

    public BrandFit BrandFit { get; private set; }

    public StarLevel StarLevel { get; private set; }

    /// <summary>Null = not scored.</summary>
    public ChurnScore? ChurnScore { get; private set; }

    public ChurnBand ChurnBand { get; private set; }

    /// <summary>Empty unless asked for.</summary>
    public Portrait Portrait { get; private set; } = Portrait.Empty;

    /// <summary>By <see cref="ChurnFeature"/>; NaN = missing.</summary>
    public ReadOnlySpan<double> Features => _features;

    /// <summary>The earliest business time at which a class can change with no further fact, milliseconds since 1970-01-01 UTC: never late,
    /// perhaps early. <see cref="long.MaxValue"/> = never.</summary>
    public long NextChange { get; private set; }

    /// <summary>Every class, as <see cref="Edges"/> remembers them.</summary>
    public EdgeCodes Codes
    {
        get
        {
            var rfm = Rfm.Recency | Rfm.Frequency << 3 | Rfm.Monetary << 6 | (int)Rfm.Treatment << 9;
            return default(EdgeCodes)
                .With(Edge.Relationship, (int)Relationship)
                .With(Edge.Attribute, (int)Attribute)
                .With(Edge.Value, (int)Value)
                .With(Edge.Credit, (int)Credit.List)
                .With(Edge.Satisfaction, (int)Satisfaction.Band)
                .With(Edge.Loyalty, (int)Loyalty.Band)
                .With(Edge.RevenueTrend, (int)RevenueTrend)
                .With(Edge.FrequencyTrend, (int)FrequencyTrend)
                .With(Edge.Rfm, rfm)
                .With(Edge.MidHighEnd, (int)MidHighEnd)
                .With(Edge.Retention, (int)Retention)
                .With(Edge.LifeCycle, (int)LifeCycle.Stage << 4 | (int)LifeCycle.Reason)
                .With(Edge.BrandFit, (int)BrandFit.Class)
                .With(Edge.StarLevel, StarLevel.Level)
                .With(Edge.ChurnRisk, (int)ChurnBand)
                .With(Edge.UsagePattern, (int)UsagePattern);
        }
    }

    /// <summary>Everything there is to know of a subscriber at a time.</summary>
    /// <param name="parameters">Those that the state was folded with.</param>
    /// <param name="now">Business time, milliseconds since 1970-01-01 UTC.</param>
    public static Insight Of(SubscriberState state, Policy policy, FoldParameters parameters, long now, in InsightOptions options = default)
    {
        var insight = new Insight();
        insight.Read(state, policy, parameters, now, options);
        return insight;
    }

    /// <summary>Becomes that of a subscriber at a time, whatever it was before: for whoever looks at many and keeps none. Nothing is allocated but a portrait.</summary>
    /// <param name="parameters">Those that the state was folded with.</param>
    /// <param name="now">Business time, milliseconds since 1970-01-01 UTC.</param>
    public void Read(SubscriberState state, Policy policy, FoldParameters parameters, long now, in InsightOptions options = default)
    {
        var reader = new InsightReader(state, policy, parameters, now, options);
        reader.Read(_features, Inputs);
        Now = reader.Now;
        Relationship = reader.Relationship;
        Attribute = reader.Attribute;
        Value = reader.Value;
        Credit = reader.Credit;
        Satisfaction = reader.Satisfaction;
        Loyalty = reader.Loyalty;
        RevenueTrend = reader.RevenueTrend;
        FrequencyTrend = reader.FrequencyTrend;
        Rfm = reader.Rfm;
        UsagePattern = reader.UsagePattern;
        MidHighEnd = reader.MidHighEnd;
        CountsInKpi = reader.CountsInKpi;
        Retention = reader.Retention;
        LifeCycle = reader.LifeCycle;
        BrandFit = reader.BrandFit;
        StarLevel = reader.StarLevel;
        ChurnScore = reader.ChurnScore;
        ChurnBand = reader.ChurnBand;
        NextChange = reader.NextChange;
        Portrait = reader.Portrait;
    }
}
