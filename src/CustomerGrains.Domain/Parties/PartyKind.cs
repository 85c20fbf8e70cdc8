namespace CustomerGrains.Domain.Parties;

/// <summary>Whom or what several source systems describe. The numbers are those of the API.</summary>
public enum PartyKind : byte
{
    None = 0,

    /// <summary>A person or an organisation (客户; TMF629 Customer).</summary>
    Customer = 1,

    /// <summary>Who pays (账户; TMF666 BillingAccount).</summary>
    Account = 2,

    /// <summary>A family plan, an enterprise's net, a community, a club.</summary>
    Group = 3,

    /// <summary>Not yet ours (潜在客户; TMF699 SalesLead).</summary>
    Prospect = 4,
}
