using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Server.Feed;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Server.Subscribers;

/// <summary>Entries of a subscriber as callers get them.</summary>
internal static class SubscriberFacts
{
    /// <summary>What changed the state; null when the entry has nothing but records that were not applied.</summary>
    internal static SubscriberChange? ToChange(ReadOnlySpan<byte> bytes)
    {
        var entry = EntryView.Read(bytes);
        var change = new SubscriberChange { Version = entry.Version, Time = ToTime(entry.Now) };
        foreach (var fact in entry.Facts)
            if (fact.Outcome == Domain.Facts.Outcome.Applied && fact.Kind != FactKind.RollupsForgotten) change.Facts.Add(ToMessage(fact, entry.Policy));
        return change.Facts.Count == 0 ? null : change;
    }

    /// <param name="now">Business time, milliseconds since 1970-01-01 UTC.</param>
    internal static Timestamp ToTime(long now) => Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(now));

    private static SubscriberFact ToMessage(in EntryView.Fact fact, uint policy)
    {
        var body = new ByteReader(fact.Body);
        return fact.Kind switch
        {
            FactKind.Usage => new SubscriberFact { Usage = UsageRecordMessages.ToMessage(fact.Body) },
            FactKind.SubscriberRegistered => new SubscriberFact { Profile = ToMessage(Domain.Subscribers.SubscriberProfile.Read(ref body)) },
            FactKind.NumberAssigned => new SubscriberFact { NumberAssigned = ToMessage(Domain.Numbers.NumberAssignment.Read(ref body)) },
            FactKind.ClassesChanged => new SubscriberFact { ClassesChanged = Insights.InsightMessages.ToMessage(Domain.Classification.ClassesChanged.Read(ref body).Codes, policy) },
            var kind when Domain.Relationships.FactRules.IsBusinessFact(kind) => new SubscriberFact { BusinessFact = Facts.FactMessages.ToMessage(Domain.Relationships.BusinessFact.Read(kind, fact.Body)) },
            _ => throw new CorruptDataException($"A subscriber cannot have a fact of the kind {fact.Kind}."),
        };
    }

    private static SubscriberProfile ToMessage(Domain.Subscribers.SubscriberProfile profile) => new()
    {
        ActivationTime = SubscriberMessages.FromSeconds(profile.ActivationTime),
        Plan = profile.Plan,
        Brand = profile.Brand,
        Region = profile.Region,
    };

    private static V1.NumberAssignment ToMessage(Domain.Numbers.NumberAssignment assignment) => new()
    {
        Msisdn = assignment.Number.Kind == NumberKind.Msisdn ? assignment.Number.Digits : "",
        Imsi = assignment.Number.Kind == NumberKind.Imsi ? assignment.Number.Digits : "",
        SubscriberId = assignment.Holder,
        StartTime = SubscriberMessages.FromSeconds(assignment.From),
        EndTime = SubscriberMessages.EndOf(assignment),
    };
}
