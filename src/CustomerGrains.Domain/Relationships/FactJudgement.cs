using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain.Relationships;

/// <summary>What becomes of a business fact, by its kind and the subscriber's status at the fact's time.</summary>
public static class FactJudgement
{
    /// <summary>How far ahead something may take effect, in seconds: five years.</summary>
    public const long MaxAhead = 5 * 366 * 86_400L;

    /// <summary>A clock that goes by events (<see cref="StreamClock"/>) says less until it has seen one, in milliseconds.</summary>
    private const long Unset = 86_400_000;

    /// <summary>The table. A fact that is not rejected is applied, or held until its time when that lies ahead.</summary>
    /// <param name="status">At the fact's time; null when the subscriber is not registered.</param>
    /// <param name="begins">It begins something: <see cref="BusinessFact.Begins"/>.</param>
    /// <returns>None: it can be taken.</returns>
    public static RejectReason Reject(FactRule rule, SubscriberStatus? status, bool begins) => status switch
    {
        null => RejectReason.NotRegistered,
        SubscriberStatus.Terminated when rule.IsForService && begins => RejectReason.StatusDoesNotAllow,
        _ => RejectReason.None,
    };

    /// <summary>Whether the fact takes effect later. Before business time is set by a first event, nothing does.</summary>
    /// <param name="now">Business time, milliseconds since 1970-01-01 UTC.</param>
    public static bool IsAhead(BusinessFact fact, long now) => now > Unset && fact.Time > now / 1_000 && FactRules.Of(fact.Kind).MayBeAhead;

    /// <summary>Judges a fact that is not known by its id.</summary>
    /// <param name="now">Business time at which it was received, milliseconds since 1970-01-01 UTC.</param>
    /// <param name="others">Facts of the same turn that are taken already.</param>
    internal static RejectReason Judge(SubscriberState state, BusinessFact fact, long now, IBusinessClock clock, List<BusinessFact> others)
    {
        var rule = FactRules.Of(fact.Kind);
        var seconds = now / 1_000;
        var isAhead = IsAhead(fact, now);
        if (isAhead)
        {
            if (fact.Time > seconds + MaxAhead) return RejectReason.TooNew;
        }
        else if (clock.Judge(fact.Time * 1_000, now) == TimeVerdict.TooNew)
        {
            return RejectReason.TooNew;
        }
        var reason = Reject(rule, state.Profile is null ? null : state.StatusAt(fact.Time), fact.Begins);
        if (reason == RejectReason.None && isAhead && CountHeld(state, fact, seconds, others) >= rule.MaxHeld) return RejectReason.TooManyHeld;
        return reason;
    }

    /// <summary>Facts like this one that are ahead already.</summary>
    private static int CountHeld(SubscriberState state, BusinessFact fact, long now, List<BusinessFact> others) =>
        (state.Relationship?.Of<BusinessFact>(fact.Kind) ?? []).Concat(others.Where(o => o.Kind == fact.Kind)).Count(o => o.Time > now && o.Key == fact.Key);
}
