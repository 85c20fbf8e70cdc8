using CustomerGrains.V1;
using BusinessFact = CustomerGrains.Domain.Relationships.BusinessFact;
using FactHeader = CustomerGrains.Domain.Relationships.FactHeader;

namespace CustomerGrains.Server.Facts;

/// <summary>Facts as callers send them.</summary>
internal static partial class FactMessages
{
    /// <summary>Null when the message says nothing that is known. What is wrong with its values, <see cref="BusinessFact.Check"/> says.</summary>
    private static BusinessFact? ToFact(Fact message, FactHeader header) => message.FactCase switch
    {
        Fact.FactOneofCase.StatusChanged => ToFact(message.StatusChanged, header),
        Fact.FactOneofCase.PlanChanged => ToFact(message.PlanChanged, header),
        Fact.FactOneofCase.BrandChanged => ToFact(message.BrandChanged, header),
        Fact.FactOneofCase.ContractSigned => ToFact(message.ContractSigned, header),
        Fact.FactOneofCase.PortOutRequested => ToFact(message.PortOutRequested, header),
        Fact.FactOneofCase.CustomerLinked => ToFact(message.CustomerLinked, header),
        Fact.FactOneofCase.MembershipChanged => ToFact(message.MembershipChanged, header),
        Fact.FactOneofCase.CustomerDescribed => ToFact(message.CustomerDescribed, header),
        Fact.FactOneofCase.BillIssued => ToFact(message.BillIssued, header),
        Fact.FactOneofCase.BillAdjusted => ToFact(message.BillAdjusted, header),
        Fact.FactOneofCase.PaymentReceived => ToFact(message.PaymentReceived, header),
        Fact.FactOneofCase.Recharged => ToFact(message.Recharged, header),
        Fact.FactOneofCase.BalanceReported => ToFact(message.BalanceReported, header),
        Fact.FactOneofCase.ArrearsReported => ToFact(message.ArrearsReported, header),
        Fact.FactOneofCase.CostReported => ToFact(message.CostReported, header),
        Fact.FactOneofCase.PointsChanged => ToFact(message.PointsChanged, header),
        Fact.FactOneofCase.PromiseMade => ToFact(message.PromiseMade, header),
        Fact.FactOneofCase.PromiseSettled => ToFact(message.PromiseSettled, header),
        Fact.FactOneofCase.AddOnChanged => ToFact(message.AddOnChanged, header),
        Fact.FactOneofCase.MeasureJoined => ToFact(message.MeasureJoined, header),
        Fact.FactOneofCase.MeasureLeft => ToFact(message.MeasureLeft, header),
        Fact.FactOneofCase.ConsentChanged => ToFact(message.ConsentChanged, header),
        Fact.FactOneofCase.AttributeDetermined => ToFact(message.AttributeDetermined, header),
        Fact.FactOneofCase.InteractionRecorded => ToFact(message.InteractionRecorded, header),
        Fact.FactOneofCase.CaseChanged => ToFact(message.CaseChanged, header),
        Fact.FactOneofCase.SurveyScored => ToFact(message.SurveyScored, header),
        Fact.FactOneofCase.OfferChanged => ToFact(message.OfferChanged, header),
        Fact.FactOneofCase.RetentionOutcome => ToFact(message.RetentionOutcome, header),
        _ => null,
    };

    private static Domain.Relationships.StatusChanged ToFact(V1.StatusChanged m, in FactHeader header) => new()
    {
        Header = header,
        Status = (Domain.Relationships.SubscriberStatus)ToByte((int)m.Status),
        Reason = m.Reason,
        Competitor = m.Competitor,
    };

    private static Domain.Relationships.PlanChanged ToFact(V1.PlanChanged m, in FactHeader header) => new()
    {
        Header = header,
        Plan = m.Plan,
        Reason = m.Reason,
    };

    private static Domain.Relationships.BrandChanged ToFact(V1.BrandChanged m, in FactHeader header) => new()
    {
        Header = header,
        Brand = m.Brand,
        Reason = m.Reason,
    };

    private static Domain.Relationships.ContractSigned ToFact(V1.ContractSigned m, in FactHeader header) => new()
    {
        Header = header,
        ContractId = m.ContractId,
        Months = ToCount(m.Months),
        EndTime = ToSeconds(m.EndTime),
    };

    private static Domain.Relationships.PortOutRequested ToFact(V1.PortOutRequested m, in FactHeader header) => new()
    {
        Header = header,
        Withdrawn = m.Withdrawn,
        Competitor = m.Competitor,
        Reason = m.Reason,
    };

    private static Domain.Relationships.CustomerLinked ToFact(V1.CustomerLinked m, in FactHeader header) => new()
    {
        Header = header,
        CustomerId = m.CustomerId,
        AccountId = m.AccountId,
    };

    private static Domain.Relationships.MembershipChanged ToFact(V1.MembershipChanged m, in FactHeader header) => new()
    {
        Header = header,
        Left = m.Left,
        GroupId = m.GroupId,
        GroupKind = (Domain.Relationships.GroupKind)ToByte((int)m.GroupKind),
        EnterpriseClass = (Domain.Relationships.EnterpriseClass)ToByte((int)m.EnterpriseClass),
        IsKeyMember = m.KeyMember,
    };

    private static Domain.Relationships.CustomerDescribed ToFact(V1.CustomerDescribed m, in FactHeader header) => new()
    {
        Header = header,
        CustomerKind = (Domain.Relationships.CustomerKind)ToByte((int)m.CustomerKind),
        IsMajor = m.Major,
        IsInfluential = m.Influential,
        BirthYear = ToCount(m.BirthYear),
        Region = m.Region,
        Size = ToCount(m.Size),
    };

    private static Domain.Relationships.BillIssued ToFact(V1.BillIssued m, in FactHeader header) => new()
    {
        Header = header,
        Month = ToMonth(m.Month),
        GrossMicros = m.GrossMicros,
        NetMicros = m.NetMicros,
        OutgoingMinutes = ToCount(m.OutgoingMinutes),
        DueTime = ToSeconds(m.DueTime),
    };

    private static Domain.Relationships.BillAdjusted ToFact(V1.BillAdjusted m, in FactHeader header) => new()
    {
        Header = header,
        Month = ToMonth(m.Month),
        AmountMicros = m.AmountMicros,
        Reason = m.Reason,
    };

    private static Domain.Relationships.PaymentReceived ToFact(V1.PaymentReceived m, in FactHeader header) => new()
    {
        Header = header,
        AmountMicros = m.AmountMicros,
        Method = m.Method,
    };

    private static Domain.Relationships.Recharged ToFact(V1.Recharged m, in FactHeader header) => new()
    {
        Header = header,
        AmountMicros = m.AmountMicros,
        Channel = (Domain.Relationships.ContactChannel)ToByte((int)m.Channel),
    };

    private static Domain.Relationships.BalanceReported ToFact(V1.BalanceReported m, in FactHeader header) => new()
    {
        Header = header,
        BalanceMicros = m.BalanceMicros,
        ExpiryTime = ToSeconds(m.ExpiryTime),
    };

    private static Domain.Relationships.ArrearsReported ToFact(V1.ArrearsReported m, in FactHeader header) => new()
    {
        Header = header,
        AmountMicros = m.AmountMicros,
        SinceTime = ToSeconds(m.SinceTime),
    };

    private static Domain.Relationships.CostReported ToFact(V1.CostReported m, in FactHeader header) => new()
    {
        Header = header,
        Month = ToMonth(m.Month),
        AmountMicros = m.AmountMicros,
    };

    private static Domain.Relationships.PointsChanged ToFact(V1.PointsChanged m, in FactHeader header) => new()
    {
        Header = header,
        Change = m.Change,
        Balance = m.Balance,
        Reason = m.Reason,
    };

    private static Domain.Relationships.PromiseMade ToFact(V1.PromiseMade m, in FactHeader header) => new()
    {
        Header = header,
        PromiseId = m.PromiseId,
        AmountMicros = m.AmountMicros,
        DueTime = ToSeconds(m.DueTime),
    };

    private static Domain.Relationships.PromiseSettled ToFact(V1.PromiseSettled m, in FactHeader header) => new()
    {
        Header = header,
        IsBroken = m.Broken,
        PromiseId = m.PromiseId,
    };

    private static Domain.Relationships.AddOnChanged ToFact(V1.AddOnChanged m, in FactHeader header) => new()
    {
        Header = header,
        State = (Domain.Relationships.AddOnState)ToByte((int)m.State),
        Name = m.Name,
    };

    private static Domain.Relationships.MeasureJoined ToFact(V1.MeasureJoined m, in FactHeader header) => new()
    {
        Header = header,
        MeasureId = m.MeasureId,
        MeasureKind = (Domain.Relationships.MeasureKind)ToByte((int)m.MeasureKind),
        Months = ToCount(m.Months),
        DepositMicros = m.DepositMicros,
        SubsidyMicros = m.SubsidyMicros,
        CommitmentMicros = m.CommitmentMicros,
        EndTime = ToSeconds(m.EndTime),
    };

    private static Domain.Relationships.MeasureLeft ToFact(V1.MeasureLeft m, in FactHeader header) => new()
    {
        Header = header,
        MeasureId = m.MeasureId,
        Reason = m.Reason,
    };

    private static Domain.Relationships.ConsentChanged ToFact(V1.ConsentChanged m, in FactHeader header) => new()
    {
        Header = header,
        IsAllowed = m.Allowed,
        Channel = (Domain.Relationships.ContactChannel)ToByte((int)m.Channel),
        FromHour = ToCount(m.FromHour),
        ToHour = ToCount(m.ToHour),
        Address = m.Address,
    };

    private static Domain.Relationships.AttributeDetermined ToFact(V1.AttributeDetermined m, in FactHeader header) => new()
    {
        Header = header,
        Name = m.Name,
        Value = m.Value,
        DeterminedBy = m.DeterminedBy,
        DeterminedTime = ToSeconds(m.DeterminedTime),
    };

    private static Domain.Relationships.InteractionRecorded ToFact(V1.InteractionRecorded m, in FactHeader header) => new()
    {
        Header = header,
        Channel = (Domain.Relationships.ContactChannel)ToByte((int)m.Channel),
        Direction = (Domain.Relationships.ContactDirection)ToByte((int)m.Direction),
        Reason = m.Reason,
        Outcome = m.Outcome,
        Agent = m.Agent,
        IsResolved = m.Resolved,
        WaitingSeconds = ToCount(m.WaitingSeconds),
        HandlingSeconds = ToCount(m.HandlingSeconds),
        Learnt = m.Learnt,
    };

    private static Domain.Relationships.CaseChanged ToFact(V1.CaseChanged m, in FactHeader header) => new()
    {
        Header = header,
        Stage = (Domain.Relationships.CaseStage)ToByte((int)m.Stage),
        CaseKind = (Domain.Relationships.CaseKind)ToByte((int)m.CaseKind),
        CaseId = m.CaseId,
        Category = m.Category,
        Agent = m.Agent,
        DueTime = ToSeconds(m.DueTime),
    };

    private static Domain.Relationships.SurveyScored ToFact(V1.SurveyScored m, in FactHeader header) => new()
    {
        Header = header,
        Score = ToCount(m.Score),
        Survey = m.Survey,
    };

    private static Domain.Relationships.OfferChanged ToFact(V1.OfferChanged m, in FactHeader header) => new()
    {
        Header = header,
        Stage = (Domain.Relationships.OfferStage)ToByte((int)m.Stage),
        OfferId = m.OfferId,
        Product = m.Product,
        Promotion = m.Promotion,
        Channel = (Domain.Relationships.ContactChannel)ToByte((int)m.Channel),
        Campaign = m.Campaign,
        Reason = m.Reason,
    };

    private static Domain.Relationships.RetentionOutcome ToFact(V1.RetentionOutcome m, in FactHeader header) => new()
    {
        Header = header,
        Result = (Domain.Relationships.RetentionResult)ToByte((int)m.Result),
        WhyStays = m.WhyStays,
        Competitor = m.Competitor,
    };
}
