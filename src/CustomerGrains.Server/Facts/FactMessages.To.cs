using CustomerGrains.V1;
using BusinessFact = CustomerGrains.Domain.Relationships.BusinessFact;

namespace CustomerGrains.Server.Facts;

/// <summary>Facts as callers get them.</summary>
internal static partial class FactMessages
{
    internal static Fact ToMessage(BusinessFact fact)
    {
        var message = new Fact { EventTime = Subscribers.SubscriberMessages.FromSeconds(fact.Time), SourceSystem = fact.SystemOfRecord, Id = fact.Id };
        switch (fact)
        {
            case Domain.Relationships.StatusChanged f: message.StatusChanged = ToMessage(f); break;
            case Domain.Relationships.PlanChanged f: message.PlanChanged = ToMessage(f); break;
            case Domain.Relationships.BrandChanged f: message.BrandChanged = ToMessage(f); break;
            case Domain.Relationships.ContractSigned f: message.ContractSigned = ToMessage(f); break;
            case Domain.Relationships.PortOutRequested f: message.PortOutRequested = ToMessage(f); break;
            case Domain.Relationships.CustomerLinked f: message.CustomerLinked = ToMessage(f); break;
            case Domain.Relationships.MembershipChanged f: message.MembershipChanged = ToMessage(f); break;
            case Domain.Relationships.CustomerDescribed f: message.CustomerDescribed = ToMessage(f); break;
            case Domain.Relationships.BillIssued f: message.BillIssued = ToMessage(f); break;
            case Domain.Relationships.BillAdjusted f: message.BillAdjusted = ToMessage(f); break;
            case Domain.Relationships.PaymentReceived f: message.PaymentReceived = ToMessage(f); break;
            case Domain.Relationships.Recharged f: message.Recharged = ToMessage(f); break;
            case Domain.Relationships.BalanceReported f: message.BalanceReported = ToMessage(f); break;
            case Domain.Relationships.ArrearsReported f: message.ArrearsReported = ToMessage(f); break;
            case Domain.Relationships.CostReported f: message.CostReported = ToMessage(f); break;
            case Domain.Relationships.PointsChanged f: message.PointsChanged = ToMessage(f); break;
            case Domain.Relationships.PromiseMade f: message.PromiseMade = ToMessage(f); break;
            case Domain.Relationships.PromiseSettled f: message.PromiseSettled = ToMessage(f); break;
            case Domain.Relationships.AddOnChanged f: message.AddOnChanged = ToMessage(f); break;
            case Domain.Relationships.MeasureJoined f: message.MeasureJoined = ToMessage(f); break;
            case Domain.Relationships.MeasureLeft f: message.MeasureLeft = ToMessage(f); break;
            case Domain.Relationships.ConsentChanged f: message.ConsentChanged = ToMessage(f); break;
            case Domain.Relationships.AttributeDetermined f: message.AttributeDetermined = ToMessage(f); break;
            case Domain.Relationships.InteractionRecorded f: message.InteractionRecorded = ToMessage(f); break;
            case Domain.Relationships.CaseChanged f: message.CaseChanged = ToMessage(f); break;
            case Domain.Relationships.SurveyScored f: message.SurveyScored = ToMessage(f); break;
            case Domain.Relationships.OfferChanged f: message.OfferChanged = ToMessage(f); break;
            case Domain.Relationships.RetentionOutcome f: message.RetentionOutcome = ToMessage(f); break;
            default: throw new ArgumentException($"No message for {fact.Kind}.", nameof(fact));
        }
        return message;
    }

    private static V1.StatusChanged ToMessage(Domain.Relationships.StatusChanged f) => new()
    {
        Status = (V1.SubscriberStatus)f.Status,
        Reason = f.Reason,
        Competitor = f.Competitor,
    };

    private static V1.PlanChanged ToMessage(Domain.Relationships.PlanChanged f) => new()
    {
        Plan = f.Plan,
        Reason = f.Reason,
    };

    private static V1.BrandChanged ToMessage(Domain.Relationships.BrandChanged f) => new()
    {
        Brand = f.Brand,
        Reason = f.Reason,
    };

    private static V1.ContractSigned ToMessage(Domain.Relationships.ContractSigned f) => new()
    {
        ContractId = f.ContractId,
        Months = (uint)f.Months,
        EndTime = TimeOf(f.EndTime),
    };

    private static V1.PortOutRequested ToMessage(Domain.Relationships.PortOutRequested f) => new()
    {
        Withdrawn = f.Withdrawn,
        Competitor = f.Competitor,
        Reason = f.Reason,
    };

    private static V1.CustomerLinked ToMessage(Domain.Relationships.CustomerLinked f) => new()
    {
        CustomerId = f.CustomerId,
        AccountId = f.AccountId,
    };

    private static V1.MembershipChanged ToMessage(Domain.Relationships.MembershipChanged f) => new()
    {
        Left = f.Left,
        GroupId = f.GroupId,
        GroupKind = (V1.GroupKind)f.GroupKind,
        EnterpriseClass = (V1.EnterpriseClass)f.EnterpriseClass,
        KeyMember = f.IsKeyMember,
    };

    private static V1.CustomerDescribed ToMessage(Domain.Relationships.CustomerDescribed f) => new()
    {
        CustomerKind = (V1.CustomerKind)f.CustomerKind,
        Major = f.IsMajor,
        Influential = f.IsInfluential,
        BirthYear = (uint)f.BirthYear,
        Region = f.Region,
        Size = (uint)f.Size,
    };

    private static V1.BillIssued ToMessage(Domain.Relationships.BillIssued f) => new()
    {
        Month = MonthText(f.Month),
        GrossMicros = f.GrossMicros,
        NetMicros = f.NetMicros,
        OutgoingMinutes = (uint)f.OutgoingMinutes,
        DueTime = TimeOf(f.DueTime),
    };

    private static V1.BillAdjusted ToMessage(Domain.Relationships.BillAdjusted f) => new()
    {
        Month = MonthText(f.Month),
        AmountMicros = f.AmountMicros,
        Reason = f.Reason,
    };

    private static V1.PaymentReceived ToMessage(Domain.Relationships.PaymentReceived f) => new()
    {
        AmountMicros = f.AmountMicros,
        Method = f.Method,
    };

    private static V1.Recharged ToMessage(Domain.Relationships.Recharged f) => new()
    {
        AmountMicros = f.AmountMicros,
        Channel = (V1.ContactChannel)f.Channel,
    };

    private static V1.BalanceReported ToMessage(Domain.Relationships.BalanceReported f) => new()
    {
        BalanceMicros = f.BalanceMicros,
        ExpiryTime = TimeOf(f.ExpiryTime),
    };

    private static V1.ArrearsReported ToMessage(Domain.Relationships.ArrearsReported f) => new()
    {
        AmountMicros = f.AmountMicros,
        SinceTime = TimeOf(f.SinceTime),
    };

    private static V1.CostReported ToMessage(Domain.Relationships.CostReported f) => new()
    {
        Month = MonthText(f.Month),
        AmountMicros = f.AmountMicros,
    };

    private static V1.PointsChanged ToMessage(Domain.Relationships.PointsChanged f) => new()
    {
        Change = f.Change,
        Balance = f.Balance,
        Reason = f.Reason,
    };

    private static V1.PromiseMade ToMessage(Domain.Relationships.PromiseMade f) => new()
    {
        PromiseId = f.PromiseId,
        AmountMicros = f.AmountMicros,
        DueTime = TimeOf(f.DueTime),
    };

    private static V1.PromiseSettled ToMessage(Domain.Relationships.PromiseSettled f) => new()
    {
        Broken = f.IsBroken,
        PromiseId = f.PromiseId,
    };

    private static V1.AddOnChanged ToMessage(Domain.Relationships.AddOnChanged f) => new()
    {
        State = (V1.AddOnState)f.State,
        Name = f.Name,
    };

    private static V1.MeasureJoined ToMessage(Domain.Relationships.MeasureJoined f) => new()
    {
        MeasureId = f.MeasureId,
        MeasureKind = (V1.MeasureKind)f.MeasureKind,
        Months = (uint)f.Months,
        DepositMicros = f.DepositMicros,
        SubsidyMicros = f.SubsidyMicros,
        CommitmentMicros = f.CommitmentMicros,
        EndTime = TimeOf(f.EndTime),
    };

    private static V1.MeasureLeft ToMessage(Domain.Relationships.MeasureLeft f) => new()
    {
        MeasureId = f.MeasureId,
        Reason = f.Reason,
    };

    private static V1.ConsentChanged ToMessage(Domain.Relationships.ConsentChanged f) => new()
    {
        Allowed = f.IsAllowed,
        Channel = (V1.ContactChannel)f.Channel,
        FromHour = (uint)f.FromHour,
        ToHour = (uint)f.ToHour,
        Address = f.Address,
    };

    private static V1.AttributeDetermined ToMessage(Domain.Relationships.AttributeDetermined f) => new()
    {
        Name = f.Name,
        Value = f.Value,
        DeterminedBy = f.DeterminedBy,
        DeterminedTime = TimeOf(f.DeterminedTime),
    };

    private static V1.InteractionRecorded ToMessage(Domain.Relationships.InteractionRecorded f) => new()
    {
        Channel = (V1.ContactChannel)f.Channel,
        Direction = (V1.ContactDirection)f.Direction,
        Reason = f.Reason,
        Outcome = f.Outcome,
        Agent = f.Agent,
        Resolved = f.IsResolved,
        WaitingSeconds = (uint)f.WaitingSeconds,
        HandlingSeconds = (uint)f.HandlingSeconds,
        Learnt = f.Learnt,
    };

    private static V1.CaseChanged ToMessage(Domain.Relationships.CaseChanged f) => new()
    {
        Stage = (V1.CaseStage)f.Stage,
        CaseKind = (V1.CaseKind)f.CaseKind,
        CaseId = f.CaseId,
        Category = f.Category,
        Agent = f.Agent,
        DueTime = TimeOf(f.DueTime),
    };

    private static V1.SurveyScored ToMessage(Domain.Relationships.SurveyScored f) => new()
    {
        Score = (uint)f.Score,
        Survey = f.Survey,
    };

    private static V1.OfferChanged ToMessage(Domain.Relationships.OfferChanged f) => new()
    {
        Stage = (V1.OfferStage)f.Stage,
        OfferId = f.OfferId,
        Product = f.Product,
        Promotion = f.Promotion,
        Channel = (V1.ContactChannel)f.Channel,
        Campaign = f.Campaign,
        Reason = f.Reason,
    };

    private static V1.RetentionOutcome ToMessage(Domain.Relationships.RetentionOutcome f) => new()
    {
        Result = (V1.RetentionResult)f.Result,
        WhyStays = f.WhyStays,
        Competitor = f.Competitor,
    };
}
