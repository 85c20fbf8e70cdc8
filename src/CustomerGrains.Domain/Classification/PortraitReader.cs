using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain.Classification;

/// <summary>What a subscriber's facts say for and against preferences: offers by product, terms and channel; measures with a handset or a gift;
/// add-on services; the channels over which the customer came; and what another system determined, under
/// <c>preference.product</c>, <c>.promotion</c>, <c>.handset</c>, <c>.gift</c>, <c>.service</c> or <c>.channel</c>.</summary>
internal static class PortraitReader
{
    private const string Said = "preference.";

    internal static Portrait Of(SubscriberState state, PortraitPolicy policy, Calendar calendar, int today)
    {
        if (state.Relationship is not { } relationship) return Portrait.Empty;
        var signals = new List<PreferenceSignal>();
        foreach (var offer in relationship.Of<OfferChanged>(FactKind.OfferChanged).GroupBy(f => f.OfferId, StringComparer.Ordinal)) AddOffer([.. offer], signals, calendar);
        foreach (var fact in relationship.Of<MeasureJoined>(FactKind.MeasureJoined))
        {
            if (fact.MeasureKind == MeasureKind.HandsetSubsidy) signals.Add(Taken(PreferenceKind.Handset, fact));
            if (fact.MeasureKind == MeasureKind.DepositGift) signals.Add(Taken(PreferenceKind.Gift, fact));
        }
        foreach (var fact in relationship.Of<AddOnChanged>(FactKind.AddOnChanged))
        {
            var evidence = fact.State switch
            {
                AddOnState.Subscribed => PreferenceEvidence.Taken,
                AddOnState.Trial => PreferenceEvidence.Used,
                _ => PreferenceEvidence.Declined,
            };
            signals.Add(new PreferenceSignal(PreferenceKind.Service, fact.Name, evidence, calendar.DayOf(fact.Time)));
        }
        foreach (var fact in relationship.Of<InteractionRecorded>(FactKind.InteractionRecorded).Where(f => f.Direction == ContactDirection.Inbound))
            signals.Add(new PreferenceSignal(PreferenceKind.Channel, fact.Channel.ToString(), PreferenceEvidence.Used, calendar.DayOf(fact.Time)));
        foreach (var fact in relationship.Of<AttributeDetermined>(FactKind.AttributeDetermined))
        {
            if (fact.Value.Length > 0 && fact.Name.StartsWith(Said, StringComparison.OrdinalIgnoreCase) && Enum.TryParse<PreferenceKind>(fact.Name[Said.Length..], ignoreCase: true, out var kind))
                signals.Add(new PreferenceSignal(kind, fact.Value, PreferenceEvidence.Said, calendar.DayOf(fact.Time)));
        }
        return Portrait.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(signals), today, policy);

        PreferenceSignal Taken(PreferenceKind kind, MeasureJoined fact) => new(kind, fact.MeasureKind.ToString(), PreferenceEvidence.Taken, calendar.DayOf(fact.Time));
    }

    /// <summary>The last step says what became of it; what it leaves out, an earlier one says.</summary>
    private static void AddOffer(OfferChanged[] steps, List<PreferenceSignal> signals, Calendar calendar)
    {
        var last = steps[^1];
        var (day, evidence) = (calendar.DayOf(last.Time), last.Stage switch
        {
            OfferStage.Accepted => PreferenceEvidence.Taken,
            OfferStage.Declined => PreferenceEvidence.Declined,
            _ => PreferenceEvidence.Unanswered,
        });
        // Without a name, an offer still counts as one.
        signals.Add(new PreferenceSignal(PreferenceKind.Product, Array.FindLast(steps, s => s.Product.Length > 0)?.Product ?? "", evidence, day));
        if (Array.FindLast(steps, s => s.Promotion.Length > 0)?.Promotion is { } promotion) signals.Add(new PreferenceSignal(PreferenceKind.Promotion, promotion, evidence, day));
        if (Array.FindLast(steps, s => s.Channel != ContactChannel.None)?.Channel is { } channel)
            signals.Add(new PreferenceSignal(PreferenceKind.Channel, channel.ToString(), evidence, day));
    }
}
