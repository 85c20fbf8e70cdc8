using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Time;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Storage.ReadModel;

/// <summary>What a row is made of.</summary>
internal readonly struct RowInput
{
    public RowInput(SubscriberState state, Insight insight, RuleBook rules, Calendar calendar)
    {
        (State, Insight, RuleBook) = (state, insight, rules);
        Time = insight.Now / 1_000;
        Month = Calendar.MonthOf(calendar.DayOf(Time));
        Ties = state.Relationship?.At(Time);
    }

    public SubscriberState State { get; }

    public Insight Insight { get; }

    public RuleBook RuleBook { get; }

    public Policy Policy => RuleBook.Policy.Policy;

    /// <summary>The versions of the rules by which the subscriber was reviewed; empty when its classes by them are not what is remembered.</summary>
    public string Rules => State.IsReviewed && State.Edges.Codes == Insight.Codes ? RuleBook.Versions : "";

    /// <summary>Null without business facts.</summary>
    public RelationshipView? Ties { get; }

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public long Time { get; }

    /// <summary>The current bill month.</summary>
    public int Month { get; }

    public SubscriberStatus Status => State.Profile is null ? SubscriberStatus.None : Ties?.Status ?? SubscriberStatus.Active;

    /// <summary>Why and when the line was ended; null while it is not.</summary>
    public StatusChanged? Termination => Ties?.StatusFact is { Status: SubscriberStatus.Terminated } fact ? fact : null;

    /// <summary>Mean of the last three bills, or of those there are, micros.</summary>
    public long AverageBill => Insight.Inputs.LifeCycle.AverageBillMicros;

    /// <summary>The band of the mean bill: how many of the policy's bounds it reaches.</summary>
    public long BillBand
    {
        get
        {
            var bands = Policy.MidHighEnd.BillBandsMicros;
            var band = 0;
            while (band < bands.Count && band < 255 && AverageBill >= bands[band]) band++;
            return band;
        }
    }

    /// <summary>What other systems say of the subscriber under a name; empty = nothing.</summary>
    public string Attribute(string name) => Ties?.Attributes.LastOrDefault(a => string.Equals(a.Name, name, StringComparison.OrdinalIgnoreCase))?.Value ?? "";

    /// <summary>This month so far, credits subtracted.</summary>
    public long MonthUse(UsageMeasure measure, ServiceKind? service, bool counts)
    {
        var sum = 0L;
        foreach (ref readonly var total in State.Months)
        {
            if (total.Period != Month || total.Measure != measure || (service is { } only && total.Service != only)) continue;
            var value = counts ? total.Count : total.Amount;
            sum += total.IsReversal ? -value : value;
        }
        return sum;
    }

    /// <summary>A bit for each kind of measure in force.</summary>
    public long Measures
    {
        get
        {
            var bits = 0L;
            foreach (var measure in Ties?.Measures ?? []) bits |= 1L << (int)measure.MeasureKind;
            return bits;
        }
    }
}
