using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Time;
using CustomerGrains.Domain.Usage;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Server.Subscribers;

/// <summary>A subscriber's state as callers get it.</summary>
internal static class SubscriberMessages
{
    internal static Subscriber ToMessage(SubscriberState state)
    {
        var profile = state.Profile!;
        var message = new Subscriber
        {
            SubscriberId = state.Id,
            ActivationTime = FromSeconds(profile.ActivationTime),
            Plan = profile.Plan,
            Brand = profile.Brand,
            Region = profile.Region,
            Version = state.Version,
            UpdateTime = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(state.Now)),
            LastUsageTime = state.LastUsage == 0 ? null : FromSeconds(state.LastUsage),
            LastOutgoingTime = state.LastOutgoing == 0 ? null : FromSeconds(state.LastOutgoing),
        };
        foreach (var number in state.Numbers) message.Numbers.Add(ToMessage(number));
        AddDays(message, state.Days);
        AddMonths(message, state.Months);
        return message;
    }

    internal static Timestamp FromSeconds(long seconds) => new() { Seconds = seconds };

    internal static Timestamp? EndOf(NumberAssignment piece) => piece.To == NumberAssignment.Forever ? null : FromSeconds(piece.To);

    private static HeldNumber ToMessage(NumberAssignment piece) => new()
    {
        Msisdn = piece.Number.Kind == NumberKind.Msisdn ? piece.Number.Digits : "",
        Imsi = piece.Number.Kind == NumberKind.Imsi ? piece.Number.Digits : "",
        StartTime = FromSeconds(piece.From),
        EndTime = EndOf(piece),
    };

    private static void AddDays(Subscriber message, ReadOnlySpan<UsageTotal> totals)
    {
        DayUsage? day = null;
        var period = int.MinValue;
        foreach (var total in totals)
        {
            if (total.Period != period) message.Days.Add(day = new DayUsage { Day = Calendar.DayName(period = total.Period) });
            day!.Services.Add(ToMessage(total));
        }
    }

    private static void AddMonths(Subscriber message, ReadOnlySpan<UsageTotal> totals)
    {
        MonthUsage? month = null;
        var period = int.MinValue;
        foreach (var total in totals)
        {
            if (total.Period != period) message.Months.Add(month = new MonthUsage { Month = Calendar.MonthName(period = total.Period) });
            month!.Services.Add(ToMessage(total));
        }
    }

    private static ServiceUsage ToMessage(UsageTotal total) => new()
    {
        Service = (V1.Service)total.Service,
        Direction = (Direction)total.Direction,
        Count = total.Count,
        DurationSeconds = total.Service == ServiceKind.Voice ? (ulong)total.Amount : 0,
        Octets = total.Service is ServiceKind.Data or ServiceKind.Mms ? (ulong)total.Amount : 0,
    };
}
