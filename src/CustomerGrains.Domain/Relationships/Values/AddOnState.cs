namespace CustomerGrains.Domain.Relationships;

/// <summary>How an add-on service is used. The numbers are stored and those of the API.</summary>
public enum AddOnState : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>Paid for.</summary>
    Subscribed = 1,

    /// <summary>Tried.</summary>
    Trial = 2,

    /// <summary>No more.</summary>
    Cancelled = 3,
}
