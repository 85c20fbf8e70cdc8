using CustomerGrains.Domain;
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
    /// <param name="now">Business time, milliseconds since 1970-01-01 UTC.</param>
    internal static Subscriber ToMessage(SubscriberState state, FoldParameters parameters, PlanCatalogue plans, long now)
    {
        var profile = state.Profile!;
        var message = new Subscriber
        {
            SubscriberId = state.Id,
            ActivationTime = FromSeconds(profile.ActivationTime),
            Plan = state.PlanAt(now / 1_000),
            Brand = state.BrandAt(now / 1_000),
            Region = profile.Region,
            Version = state.Version,
            UpdateTime = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(state.Now)),
            LastUsageTime = state.LastUsage == 0 ? null : FromSeconds(state.LastUsage),
            LastOutgoingTime = state.LastOutgoing == 0 ? null : FromSeconds(state.LastOutgoing),
        };
        message.CurrencyCode = parameters.Currency;
        message.AsOf = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(now));
        foreach (var number in state.Numbers) message.Numbers.Add(ToMessage(number));
        AddUsage(message, state, parameters, now / 1_000);
        if (state.Relationship is { } relationship) message.Relationship = Facts.RelationshipMessages.ToMessage(relationship.At(now / 1_000));
        foreach (var use in Domain.Consumption.AllowanceUse.Of(state, plans.AllowancesOf(message.Plan), parameters, now / 1_000)) message.Allowances.Add(ToMessage(use));
        return message;
    }

    internal static Timestamp FromSeconds(long seconds) => new() { Seconds = seconds };

    internal static Timestamp? EndOf(Domain.Numbers.NumberAssignment piece) => piece.To == Domain.Numbers.NumberAssignment.Forever ? null : FromSeconds(piece.To);

    private static HeldNumber ToMessage(Domain.Numbers.NumberAssignment piece) => new()
    {
        Msisdn = piece.Number.Kind == NumberKind.Msisdn ? piece.Number.Digits : "",
        Imsi = piece.Number.Kind == NumberKind.Imsi ? piece.Number.Digits : "",
        StartTime = FromSeconds(piece.From),
        EndTime = EndOf(piece),
    };

    private static void AddUsage(Subscriber message, SubscriberState state, FoldParameters parameters, long now)
    {
        UsageMessages.ByPeriod(state.Hours, (hour, lines) =>
        {
            if (hour * 3_600L <= now - SubscriberState.HourWindow * 3_600L) return;
            message.Hours.Add(new HourUsage { StartTime = FromSeconds(hour * 3_600L), Services = { UsageMessages.Services(lines, withSplits: false) } });
        });
        UsageMessages.ByPeriod(state.Days, (day, lines) => message.Days.Add(new DayUsage
        {
            Day = Calendar.DayName(day),
            Services = { UsageMessages.Services(lines, withSplits: false) },
            ChargeMicros = lines.Sum(line => line.ChargeMicros),
        }));
        var contacts = state.Contacts.ToArray();
        UsageMessages.ByPeriod(state.Months, (month, lines) => message.Months.Add(new MonthUsage
        {
            Month = Calendar.MonthName(month),
            Services = { UsageMessages.Services(lines, withSplits: true) },
            ChargeMicros = lines.Sum(line => line.ChargeMicros),
            DistinctContacts = (uint)(Array.Find(contacts, c => c.Month == month) is { Month: > 0 } sketch ? sketch.Estimate : 0),
        }));
        foreach (var service in System.Enum.GetValues<ServiceKind>())
        {
            if (service == ServiceKind.None || message.Months.All(m => m.Services.All(u => u.Service != (V1.Service)service))) continue;
            message.Trends.Add(ToMessage(Domain.Consumption.UsageTrend.Of(state, service, parameters, now)));
        }
    }

    private static V1.UsageTrend ToMessage(Domain.Consumption.UsageTrend trend)
    {
        var message = new V1.UsageTrend
        {
            Service = (V1.Service)trend.Service,
            Trend = trend.Direction switch
            {
                null => Trend.Unspecified,
                1 => Trend.Rising,
                0 => Trend.Steady,
                _ => Trend.Falling,
            },
            MonthToDate = trend.MonthToDate,
            SameDaysBefore = trend.SameDaysBefore,
            Prorated = trend.IsProrated,
        };
        if (trend.SlopePerMonth is { } slope) message.SlopePerMonth = slope;
        return message;
    }

    private static V1.AllowanceUse ToMessage(Domain.Consumption.AllowanceUse use) => new()
    {
        Service = (V1.Service)use.Service,
        Included = (ulong)use.Included,
        Used = (ulong)use.Used,
        Left = (ulong)use.Left,
        RunsOutTime = use.RunsOut is { } at ? FromSeconds(at) : null,
    };
}
