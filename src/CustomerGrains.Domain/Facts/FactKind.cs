namespace CustomerGrains.Domain.Facts;

/// <summary>What a fact says. The numbers are stored; the body of each is named here.</summary>
public enum FactKind : byte
{
    /// <summary>Body: Usage.UsageRecordCodec.</summary>
    Usage = 1,

    /// <summary>A subscriber is known. Body: Subscribers.SubscriberProfile.</summary>
    SubscriberRegistered = 10,

    /// <summary>A number is held by somebody from one time to another. Body: Numbers.NumberAssignment.</summary>
    NumberAssigned = 11,

    /// <summary>The target of an effect has applied it. Body: target key, version of the entry that asked for it.</summary>
    EffectConfirmed = 12,

    /// <summary>Body: Sources.StreamOpened.</summary>
    StreamOpened = 20,

    /// <summary>Body: Sources.BatchBegun.</summary>
    BatchBegun = 21,

    /// <summary>Body: Sources.BatchCompleted.</summary>
    BatchCompleted = 22,

    /// <summary>Body: Sources.StreamClosed.</summary>
    StreamClosed = 23,
}
