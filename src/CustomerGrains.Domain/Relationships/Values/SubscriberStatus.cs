namespace CustomerGrains.Domain.Relationships;

/// <summary>Whether a line is in service. The numbers are stored and those of the API.</summary>
public enum SubscriberStatus : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>In service.</summary>
    Active = 1,

    /// <summary>Barred; may come back.</summary>
    Suspended = 2,

    /// <summary>Ended.</summary>
    Terminated = 3,
}
