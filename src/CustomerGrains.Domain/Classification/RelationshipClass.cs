namespace CustomerGrains.Domain.Classification;

/// <summary>By relationship (domain §3.2). The numbers are stored and sent.</summary>
public enum RelationshipClass : byte
{
    None = 0,

    /// <summary>Has a line with us (现有客户).</summary>
    Existing = 1,

    /// <summary>Not yet ours, and not known to be anybody else's (潜在客户).</summary>
    Potential = 2,

    /// <summary>Had a line with us and left (历史客户).</summary>
    Historical = 3,

    /// <summary>Never ours, and known to be served by a competitor.</summary>
    HeldByCompetitor = 4,

    /// <summary>Another operator whose traffic is exchanged with ours.</summary>
    InterconnectPartner = 5,
}
