namespace CustomerGrains.Domain.Relationships;

/// <summary>Who began a contact. The numbers are stored and those of the API.</summary>
public enum ContactDirection : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>The customer.</summary>
    Inbound = 1,

    /// <summary>We.</summary>
    Outbound = 2,
}
