using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Time;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>What one usage record does to the windows. Everything here commutes (invariant 8).</summary>
public sealed partial class SubscriberState
{
    /// <summary>Hours of usage that are kept.</summary>
    public const int HourWindow = 24;

    /// <summary>Months of usage that are kept: the current one and 13 before.</summary>
    public const int MonthWindow = 14;

    private void FoldUsage(in UsageEvent usage)
    {
        var (count, minutes) = (usage.Count, usage.Service == ServiceKind.Voice ? BilledMinutes(usage.Duration) : 0);
        if (usage.HasSession)
        {
            if (!usage.IsReversal) (count, minutes) = MergeSession(usage);
            else if (usage.IsPartial) count = 0;
        }
        var additions = new UsageAdditions(usage.Attributes, count, usage.Amount, minutes, usage.IsDropped);
        if (usage.HasCharge) AddCharged(usage, additions);
        else Add(usage.Place, usage.Service, usage.Direction, usage.IsReversal, additions);
        if (usage.IsReversal) return;
        if (usage.HasContact) _contacts.Add(usage.Place.Month, MonthWindow, usage.ContactHash);
        if (usage.StartTime > LastUsage) LastUsage = usage.StartTime;
        if (usage.Direction == UsageDirection.Outgoing && usage.StartTime > LastOutgoing) LastOutgoing = usage.StartTime;
    }

    private static ulong BilledMinutes(ulong seconds) => seconds / 60 + (seconds % 60 > 0 ? 1UL : 0);

    /// <summary>The session is one event, where its earliest record began, and its seconds are rounded up together.</summary>
    /// <returns>What of that counts where this record began.</returns>
    private (uint Count, ulong Minutes) MergeSession(in UsageEvent usage)
    {
        var mine = new Session(usage.StartTime, (uint)Math.Min(usage.Duration, uint.MaxValue), usage.Attributes);
        var isKnown = _sessions.Add(usage.SessionHash, mine, out var before, out var session);
        if (isKnown) RemoveEvent(before, usage.Service, usage.Direction);
        if (session.Start == usage.StartTime && session.Attributes == usage.Attributes)
            return (1, usage.Service == ServiceKind.Voice ? BilledMinutes(session.Seconds) : 0);
        Add(PlaceOf(session), usage.Service, usage.Direction, isReversal: false, EventOf(session, usage.Service));
        return (0, 0);
    }

    private void RemoveEvent(in Session session, ServiceKind service, UsageDirection direction)
    {
        var additions = EventOf(session, service);
        var place = PlaceOf(session);
        _hours.Remove(place.Hour, service, direction, UsageAdditions.All, additions);
        _days.Remove(place.Day, service, direction, UsageAdditions.All, additions);
        _months.Remove(place.Month, service, direction, additions.Measures, additions);
    }

    private UsagePlace PlaceOf(in Session session) => UsagePlace.Of(session.Start, _parameters, out _);

    private static UsageAdditions EventOf(in Session session, ServiceKind service) =>
        new(session.Attributes, count: 1, amount: 0, service == ServiceKind.Voice ? BilledMinutes(session.Seconds) : 0);

    /// <summary>Charges are kept by day for all services together, by month for each. A credit is a charge taken back.</summary>
    private void AddCharged(in UsageEvent usage, in UsageAdditions additions)
    {
        var (place, service, direction) = (usage.Place, usage.Service, usage.Direction);
        if (!usage.IsOwnCurrency)
        {
            Add(place, service, direction, usage.IsReversal, additions.WithOtherCurrency());
            return;
        }
        var isCredit = usage.ChargeMicros < 0;
        var micros = isCredit ? (ulong)-(usage.ChargeMicros + 1) + 1 : (ulong)usage.ChargeMicros;
        var charge = UsageAdditions.OfCharge(micros);
        _days.Add(place.Day, _parameters.DayWindow, ServiceKind.None, UsageDirection.Outgoing, usage.IsReversal ^ isCredit, charge.Measures, charge);
        Add(place, service, direction, usage.IsReversal, isCredit ? additions : additions.WithCharge(micros));
        if (isCredit) _months.Add(place.Month, MonthWindow, service, direction, !usage.IsReversal, charge.Measures, charge);
    }

    private void Add(in UsagePlace place, ServiceKind service, UsageDirection direction, bool isReversal, in UsageAdditions additions)
    {
        if (place.Hour <= UsageSlot.MaxPeriod) _hours.Add(place.Hour, HourWindow, service, direction, isReversal, UsageAdditions.All, additions);
        _days.Add(place.Day, _parameters.DayWindow, service, direction, isReversal, UsageAdditions.All, additions);
        _months.Add(place.Month, MonthWindow, service, direction, isReversal, additions.Measures, additions);
    }
}
