using CustomerGrains.Domain.Relationships;
using CustomerGrains.V1;
using SubscriberStatus = CustomerGrains.V1.SubscriberStatus;

namespace CustomerGrains.Server.Facts;

/// <summary>What business facts have made of a subscriber, as callers get it.</summary>
internal static class RelationshipMessages
{
    internal static V1.Relationship ToMessage(RelationshipView view) => new()
    {
        Status = (SubscriberStatus)view.Status,
        StatusFact = FactMessages.ToMessageOrNull(view.StatusFact),
        Contract = FactMessages.ToMessageOrNull(view.Contract),
        PortOut = FactMessages.ToMessageOrNull(view.PortOut),
        Customer = FactMessages.ToMessageOrNull(view.Customer),
        Description = FactMessages.ToMessageOrNull(view.Description),
        Balance = FactMessages.ToMessageOrNull(view.Balance),
        Arrears = FactMessages.ToMessageOrNull(view.Arrears),
        Points = FactMessages.ToMessageOrNull(view.Points),
        ArrearsDays = (uint)view.ArrearsDays,
        Descriptions = { All(view.Descriptions) },
        Groups = { All(view.Groups) },
        Measures = { All(view.Measures) },
        AddOns = { All(view.AddOns) },
        Consents = { All(view.Consents) },
        Attributes = { All(view.Attributes) },
        Bills = { view.Bills.Select(ToMessage) },
        Costs = { All(view.Costs) },
        Payments = { All(view.Payments) },
        Recharges = { All(view.Recharges) },
        Promises = { view.Promises.Select(ToMessage) },
        Interactions = { All(view.Interactions) },
        Cases = { view.OpenCases.Concat(view.ClosedCases).OrderBy(c => c.Latest.Time).Select(ToMessage) },
        Surveys = { All(view.Surveys) },
        Offers = { All(view.Offers) },
        Retentions = { All(view.Retentions) },
        Months = { Months(view) },
        Held = { All(view.Held) },
    };

    private static IEnumerable<Fact> All(IEnumerable<BusinessFact> facts) => facts.Select(FactMessages.ToMessage);

    private static V1.Bill ToMessage(Domain.Relationships.Bill bill) => new()
    {
        Month = FactMessages.MonthText(bill.Month),
        GrossMicros = bill.GrossMicros,
        NetMicros = bill.NetMicros,
        AdjustedMicros = bill.AdjustedMicros,
        TotalMicros = bill.TotalMicros,
        OutgoingMinutes = (uint)bill.OutgoingMinutes,
        DueTime = FactMessages.TimeOf(bill.DueTime),
        IssueTime = FactMessages.TimeOf(bill.IssueTime),
    };

    private static V1.PaymentPromise ToMessage(Domain.Relationships.PaymentPromise promise) => new()
    {
        PromiseId = promise.Id,
        AmountMicros = promise.Made?.AmountMicros ?? 0,
        DueTime = FactMessages.TimeOf(promise.Made?.DueTime ?? 0),
        SettleTime = FactMessages.TimeOf(promise.Settled?.Time ?? 0),
        Broken = promise.IsBroken,
    };

    private static V1.Case ToMessage(Domain.Relationships.Case one) => new()
    {
        CaseId = one.Id,
        Latest = FactMessages.ToMessage(one.Latest),
        OpenTime = FactMessages.TimeOf(one.OpenedTime),
        CloseTime = FactMessages.TimeOf(one.ClosedTime),
    };

    private static IEnumerable<RelationshipMonth> Months(RelationshipView view)
    {
        var months = new SortedDictionary<int, RelationshipMonth>();
        Add(MonthSumKind.Payments, static (m, s) => (m.Payments, m.PaymentMicros) = ((uint)s.Count, s.Amount));
        Add(MonthSumKind.Recharges, static (m, s) => (m.Recharges, m.RechargeMicros) = ((uint)s.Count, s.Amount));
        Add(MonthSumKind.Contacts, static (m, s) => (m.Contacts, m.ContactSeconds) = ((uint)s.Count, s.Amount));
        Add(MonthSumKind.HotlineCalls, static (m, s) => (m.HotlineCalls, m.HotlineWaitingSeconds) = ((uint)s.Count, s.Amount));
        return months.Values;

        void Add(MonthSumKind kind, Action<RelationshipMonth, MonthSum> set)
        {
            foreach (var sum in view.Sums(kind))
            {
                if (!months.TryGetValue(sum.Month, out var month)) months.Add(sum.Month, month = new RelationshipMonth { Month = FactMessages.MonthText(sum.Month) });
                set(month, sum);
            }
        }
    }
}
