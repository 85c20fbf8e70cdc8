using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Tests.Support;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Tests.Classification;

/// <summary>A subscriber and the list of everything it was told.</summary>
internal sealed partial class Scenario
{
    private readonly Subscriber _subscriber;
    private long _batch;

    internal Scenario(string zone = "Asia/Shanghai", DateTime? activation = null, string brand = "Easyown")
    {
        Zone = TimeZoneInfo.FindSystemTimeZoneById(zone);
        Parameters = new FoldParameters(zone);
        _subscriber = new Subscriber(Parameters);
        Profile = new SubscriberProfile(At(activation ?? new DateTime(2020, 1, 1)), "plan-58", brand, "guangdong");
        _subscriber.Register(Profile, "request-1");
    }

    internal TimeZoneInfo Zone { get; }

    internal FoldParameters Parameters { get; }

    internal SubscriberProfile Profile { get; private init; }

    internal List<BusinessFact> Facts { get; } = [];

    internal List<Support.Usage> Records { get; } = [];

    internal SubscriberState State => _subscriber.State;

    /// <summary>Seconds of a local time that exists once.</summary>
    internal long At(DateTime local) => new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUnixTimeSeconds();

    internal void Tell(params BusinessFact[] facts)
    {
        foreach (var fact in facts) TellAs(fact with { SystemOfRecord = "billing", Id = "f" + (Facts.Count + 1) });
    }

    private void TellAs(BusinessFact fact)
    {
        Facts.Add(fact);
        _subscriber.Take(CauseKind.Effect, Subscriber.Body(w => new EffectCause("customer/c1", State.Version + 1).WriteTo(w)), fact.Kind, fact.ToBytes());
    }

    internal void Use(params Support.Usage[] records)
    {
        foreach (var record in records)
        {
            Records.Add(record);
            _batch++;
            _subscriber.Take(Subscriber.Cause(_batch, _batch - 1), record);
        }
    }

    /// <summary>An outgoing call of a minute with a charge.</summary>
    internal void Call(DateTime local, long chargeMicros = 0) => Use(new Support.Usage("r" + Records.Count, At(local)) { Duration = 60, Charge = chargeMicros });

    /// <summary>Bills of the months before <paramref name="month"/> (its first day), last month's first, in units.</summary>
    internal void Bill(DateTime month, params double[] bills)
    {
        for (var ago = 1; ago <= bills.Length; ago++)
        {
            var billed = month.AddMonths(-ago);
            Tell(new BillIssued { Time = At(billed.AddMonths(1).AddHours(9)), Month = (billed.Year * 12) + billed.Month - 1, NetMicros = (long)(bills[ago - 1] * 1e6), GrossMicros = 999_000_000, OutgoingMinutes = 10 });
        }
    }

    internal Insight Of(DateTime local, Policy? policy = null, InsightOptions options = default) => OfSecond(At(local), policy, options);

    internal Insight OfSecond(long time, Policy? policy = null, InsightOptions options = default) => Insight.Of(State, policy ?? Policy.Default, Parameters, time * 1_000, options);

    internal DateOnly DayOf(long time) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(time), Zone).DateTime);
}
