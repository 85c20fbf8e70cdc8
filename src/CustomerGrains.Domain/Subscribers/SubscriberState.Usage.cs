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

    /// <summary>Measures of one record, at most.</summary>
    private const int MaxAdditions = 10;

    private void FoldUsage(in UsageEvent usage)
    {
        var use = new Use(usage.Place, usage.Service, usage.Direction, usage.Attributes)
        {
            Count = usage.Count,
            Amount = usage.Amount,
            BilledMinutes = usage.Service == ServiceKind.Voice ? BilledMinutes(usage.Duration) : 0,
            IsDropped = usage.IsDropped,
        };
        if (usage.HasSession)
        {
            if (!usage.IsReversal) MergeSession(usage, ref use);
            else if (usage.IsPartial) use.Count = 0;
        }
        if (usage.HasCharge) AddCharged(use, usage);
        else Add(use, usage.IsReversal, charge: default);
        if (usage.IsReversal) return;
        if (usage.HasContact) _contacts.Add(use.Place.Month, MonthWindow, usage.ContactHash);
        if (usage.StartTime > LastUsage) LastUsage = usage.StartTime;
        if (usage.Direction == UsageDirection.Outgoing && usage.StartTime > LastOutgoing) LastOutgoing = usage.StartTime;
    }

    private static ulong BilledMinutes(ulong seconds) => seconds / 60 + (seconds % 60 > 0 ? 1UL : 0);

    /// <summary>The session is one event, where its earliest record began, and its seconds are rounded up together.</summary>
    private void MergeSession(in UsageEvent usage, ref Use use)
    {
        var mine = new Session(usage.StartTime, (uint)Math.Min(usage.Duration, uint.MaxValue), usage.Attributes);
        var isKnown = _sessions.Add(usage.SessionHash, mine, out var before, out var session);
        if (isKnown) RemoveEvent(before, use.Service, use.Direction);
        if (session.Start == usage.StartTime && session.Attributes == use.Attributes)
        {
            (use.Count, use.BilledMinutes) = (1, use.Service == ServiceKind.Voice ? BilledMinutes(session.Seconds) : 0);
            return;
        }
        (use.Count, use.BilledMinutes) = (0, 0);
        Add(EventOf(session, use.Service, use.Direction), isReversal: false, charge: default);
    }

    private void RemoveEvent(in Session session, ServiceKind service, UsageDirection direction)
    {
        var use = EventOf(session, service, direction);
        Span<UsageAddition> additions = stackalloc UsageAddition[MaxAdditions];
        var count = use.Split(additions);
        _hours.Remove(use.Place.Hour, service, direction, additions[..1]);
        _days.Remove(use.Place.Day, service, direction, additions[..1]);
        _months.Remove(use.Place.Month, service, direction, additions[..count]);
    }

    private Use EventOf(in Session session, ServiceKind service, UsageDirection direction) => new(UsagePlace.Of(session.Start, _parameters, out _), service, direction, session.Attributes)
    {
        Count = 1,
        BilledMinutes = service == ServiceKind.Voice ? BilledMinutes(session.Seconds) : 0,
    };

    /// <summary>Charges are kept by day for all services together, by month for each. A credit is a charge taken back.</summary>
    private void AddCharged(in Use use, in UsageEvent usage)
    {
        if (!usage.IsOwnCurrency)
        {
            Add(use, usage.IsReversal, new UsageAddition(UsageMeasure.OtherCurrency, 1, 0));
            return;
        }
        var isCredit = usage.ChargeMicros < 0;
        var charge = new UsageAddition(UsageMeasure.Charge, 1, isCredit ? (ulong)-(usage.ChargeMicros + 1) + 1 : (ulong)usage.ChargeMicros);
        _days.Add(use.Place.Day, _parameters.DayWindow, ServiceKind.None, UsageDirection.Outgoing, usage.IsReversal ^ isCredit, [charge]);
        Add(use, usage.IsReversal, isCredit ? default : charge);
        if (isCredit) _months.Add(use.Place.Month, MonthWindow, use.Service, use.Direction, !usage.IsReversal, [charge]);
    }

    /// <param name="charge">For the month, in the same pass over its totals; its default is none.</param>
    private void Add(in Use use, bool isReversal, in UsageAddition charge)
    {
        Span<UsageAddition> additions = stackalloc UsageAddition[MaxAdditions];
        var count = use.Split(additions);
        if (use.Place.Hour <= UsageSlot.MaxPeriod) _hours.Add(use.Place.Hour, HourWindow, use.Service, use.Direction, isReversal, additions[..1]);
        _days.Add(use.Place.Day, _parameters.DayWindow, use.Service, use.Direction, isReversal, additions[..1]);
        if (charge.Count > 0) additions[count++] = charge;
        _months.Add(use.Place.Month, MonthWindow, use.Service, use.Direction, isReversal, additions[..count]);
    }

    /// <summary>What is to be counted where.</summary>
    private struct Use(UsagePlace place, ServiceKind service, UsageDirection direction, UsageAttributes attributes)
    {
        public readonly UsagePlace Place = place;
        public readonly ServiceKind Service = service;
        public readonly UsageDirection Direction = direction;
        public readonly UsageAttributes Attributes = attributes;
        public uint Count;
        public ulong Amount;
        public ulong BilledMinutes;
        public bool IsDropped;

        /// <summary>Into the measures of a month, in their order.</summary>
        /// <returns>How many there are; the first is <see cref="UsageMeasure.All"/>.</returns>
        public readonly int Split(Span<UsageAddition> additions)
        {
            var count = 0;
            additions[count++] = new UsageAddition(UsageMeasure.All, Count, Amount);
            for (var left = (uint)Attributes; left != 0; left &= left - 1)
                additions[count++] = new UsageAddition((UsageMeasure)System.Numerics.BitOperations.TrailingZeroCount(left), Count, Amount);
            if (IsDropped) additions[count++] = new UsageAddition(UsageMeasure.Dropped, 1, 0);
            if (BilledMinutes > 0) additions[count++] = new UsageAddition(UsageMeasure.BilledMinutes, Count, BilledMinutes);
            return count;
        }
    }
}
