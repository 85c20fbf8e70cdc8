namespace CustomerGrains.Domain.Facts;

/// <summary>What a fact says. The numbers are stored; the body of each is named here.</summary>
public enum FactKind : byte
{
    /// <summary>Body: <see cref="Usage.UsageRecordCodec"/>.</summary>
    Usage = 1,

    /// <summary>A subscriber is known. Body: <see cref="Subscribers.SubscriberProfile"/>.</summary>
    SubscriberRegistered = 10,

    /// <summary>A number is held by somebody from one time to another. Body: <see cref="Numbers.NumberAssignment"/>.</summary>
    NumberAssigned = 11,

    /// <summary>The target of an effect has applied it. Body: target key, version of the entry that asked for it.</summary>
    EffectConfirmed = 12,

    /// <summary>The subscriber is in other classes than before. Body: <see cref="Classification.ClassesChanged"/>.</summary>
    ClassesChanged = 13,

    /// <summary>Body: <see cref="Sources.StreamOpened"/>.</summary>
    StreamOpened = 20,

    /// <summary>Body: <see cref="Sources.BatchBegun"/>.</summary>
    BatchBegun = 21,

    /// <summary>Body: <see cref="Sources.BatchCompleted"/>.</summary>
    BatchCompleted = 22,

    /// <summary>Body: <see cref="Sources.StreamClosed"/>.</summary>
    StreamClosed = 23,

    /// <summary>A batch is complete, and some of its records are kept. Body: <see cref="Sources.BatchQuarantined"/>, then its
    /// <see cref="Sources.KeptRecord"/>s.</summary>
    BatchQuarantined = 24,

    /// <summary>Body: <see cref="Sources.RedriveBegun"/>.</summary>
    RedriveBegun = 25,

    /// <summary>Body: <see cref="Sources.RedriveCompleted"/>.</summary>
    RedriveCompleted = 26,

    // Business facts: each is the type of its name in Relationships; format: Relationships.BusinessFact.
    StatusChanged = 30,

    PlanChanged = 31,

    BrandChanged = 32,

    ContractSigned = 33,

    PortOutRequested = 34,

    CustomerLinked = 35,

    MembershipChanged = 36,

    CustomerDescribed = 37,

    BillIssued = 38,

    BillAdjusted = 39,

    PaymentReceived = 40,

    Recharged = 41,

    BalanceReported = 42,

    ArrearsReported = 43,

    CostReported = 44,

    PointsChanged = 45,

    PromiseMade = 46,

    PromiseSettled = 47,

    AddOnChanged = 48,

    MeasureJoined = 49,

    MeasureLeft = 50,

    ConsentChanged = 51,

    AttributeDetermined = 52,

    InteractionRecorded = 53,

    CaseChanged = 54,

    SurveyScored = 55,

    OfferChanged = 56,

    RetentionOutcome = 57,

    /// <summary>A source system says something of a customer, an account, a group or a prospect. Body: <see cref="Parties.PartyDescription"/>.</summary>
    PartyDescribed = 70,

    /// <summary>A party is the same as another, and goes on as that one. Body: <see cref="Parties.PartyMerge"/>.</summary>
    PartyMerged = 71,

    /// <summary>Another party was merged into this one. Body: <see cref="Parties.PartyAbsorption"/>.</summary>
    PartyAbsorbed = 72,

    /// <summary>Lines say what they contribute to a customer, an account or a group. Body: <see cref="Rollups.MembersReported"/>.</summary>
    MembersReported = 80,

    /// <summary>Roll-ups that a subscriber's facts name no longer have been told. Body: <see cref="Rollups.RollupsForgotten"/>.</summary>
    RollupsForgotten = 81,
}
