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

    private void FoldUsage(in UsageRecordView record, in UsageDetails details, int source)
    {
        var isReversal = details.ReversalOf.Length > 0;
        var attributes = details.Attributes(record.RecordType);
        var use = new Use(PlaceOf(record.StartTime, ref attributes), record.Service, record.Direction, attributes)
        {
            Count = (uint)Math.Min(record.Count, uint.MaxValue),
            Amount = AmountOf(record),
            BilledMinutes = record.Service == ServiceKind.Voice ? BilledMinutes(record.Duration) : 0,
            IsDropped = details.IsDropped,
        };
        if (details.SessionId.Length > 0 && record.StartTime <= SessionMemory.MaxTime)
        {
            if (!isReversal) MergeSession(record, details.SessionId, source, ref use);
            else if (details.IsPartial) use = use with { Count = 0 };
        }
        if (details.HasCharge) AddCharged(use, details, isReversal);
        else Add(use, isReversal, charge: default);
        if (isReversal) return;
        if (details.OtherParty.Length > 0 && record.Service is ServiceKind.Voice or ServiceKind.Sms or ServiceKind.Mms) _contacts.Add(use.Place.Month, MonthWindow, details.ContactHash);
        if (record.StartTime > LastUsage) LastUsage = record.StartTime;
        if (record.Direction == UsageDirection.Outgoing && record.StartTime > LastOutgoing) LastOutgoing = record.StartTime;
    }

    private static ulong AmountOf(in UsageRecordView record) => record.Service switch
    {
        ServiceKind.Voice => record.Duration,
        ServiceKind.Data or ServiceKind.Mms => record.Octets,
        _ => 0UL,
    };

    private static ulong BilledMinutes(ulong seconds) => seconds / 60 + (seconds % 60 > 0 ? 1UL : 0);

    private Place PlaceOf(long startTime, ref UsageAttributes attributes)
    {
        var day = _parameters.Calendar.DayOf(startTime, out var secondOfDay);
        if (_parameters.IsPeak(secondOfDay)) attributes |= UsageAttributes.Peak;
        return new Place((int)Math.Min(startTime / 3_600, UsageSlot.MaxPeriod + 1), day, Calendar.MonthOf(day));
    }

    /// <summary>The session is one event, where its earliest record began, and its seconds are rounded up together.</summary>
    private void MergeSession(in UsageRecordView record, ReadOnlySpan<byte> sessionId, int source, ref Use use)
    {
        var hash = ScopedHash.Of(sessionId, source ^ (long)record.Service << 40 ^ (long)record.Direction << 48);
        var mine = new Session(record.StartTime, (uint)Math.Min(record.Duration, uint.MaxValue), use.Attributes);
        var isKnown = _sessions.Add(hash, mine, out var before, out var session);
        if (isKnown) RemoveEvent(before, use.Service, use.Direction);
        if (session.Start == record.StartTime && session.Attributes == use.Attributes)
        {
            use = use with { Count = 1, BilledMinutes = use.Service == ServiceKind.Voice ? BilledMinutes(session.Seconds) : 0 };
            return;
        }
        use = use with { Count = 0, BilledMinutes = 0 };
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

    private Use EventOf(in Session session, ServiceKind service, UsageDirection direction)
    {
        var ignored = UsageAttributes.None;
        return new Use(PlaceOf(session.Start, ref ignored), service, direction, session.Attributes)
        {
            Count = 1,
            BilledMinutes = service == ServiceKind.Voice ? BilledMinutes(session.Seconds) : 0,
        };
    }

    /// <summary>Charges are kept by day for all services together, by month for each. A credit is a charge taken back.</summary>
    private void AddCharged(in Use use, in UsageDetails details, bool isReversal)
    {
        if (!_parameters.IsOwnCurrency(details.Currency))
        {
            Add(use, isReversal, new UsageAddition(UsageMeasure.OtherCurrency, 1, 0));
            return;
        }
        var isCredit = details.ChargeMicros < 0;
        var charge = new UsageAddition(UsageMeasure.Charge, 1, isCredit ? (ulong)-(details.ChargeMicros + 1) + 1 : (ulong)details.ChargeMicros);
        _days.Add(use.Place.Day, _parameters.DayWindow, ServiceKind.None, UsageDirection.Outgoing, isReversal ^ isCredit, [charge]);
        Add(use, isReversal, isCredit ? default : charge);
        if (isCredit) _months.Add(use.Place.Month, MonthWindow, use.Service, use.Direction, !isReversal, [charge]);
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

    /// <summary>In which hour (UTC), local day and bill month something counts.</summary>
    private readonly record struct Place(int Hour, int Day, int Month);

    /// <summary>What is to be counted where.</summary>
    private readonly record struct Use(Place Place, ServiceKind Service, UsageDirection Direction, UsageAttributes Attributes)
    {
        public uint Count { get; init; }

        public ulong Amount { get; init; }

        public ulong BilledMinutes { get; init; }

        public bool IsDropped { get; init; }

        /// <summary>Into the measures of a month, in their order.</summary>
        /// <returns>How many there are; the first is <see cref="UsageMeasure.All"/>.</returns>
        public int Split(Span<UsageAddition> additions)
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
