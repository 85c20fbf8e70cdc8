namespace CustomerGrains.Domain.Parties;

/// <summary>What can be said of a party; <see cref="PartyFields"/> says of which kind, and as what. The numbers are stored and those of the API.</summary>
public enum PartyField : byte
{
    None = 0,

    /// <summary>Of a person, an organisation, a group.</summary>
    Name = 1,

    /// <summary>A person or an organisation.</summary>
    CustomerKind = 2,

    /// <summary>Where it lives or has its seat.</summary>
    Region = 3,

    /// <summary>The outlet that looks after it (营业厅).</summary>
    Outlet = 4,

    /// <summary>Of a person.</summary>
    BirthYear = 5,

    /// <summary>Of a person.</summary>
    Occupation = 6,

    /// <summary>Of an organisation.</summary>
    Industry = 7,

    /// <summary>Of a person.</summary>
    Education = 8,

    /// <summary>People of an organisation.</summary>
    Size = 9,

    /// <summary>A major customer (大客户), not a public one.</summary>
    Major = 10,

    /// <summary>Flagged for influence on others.</summary>
    Influential = 11,

    /// <summary>Existing, potential, historical, held by a competitor, interconnect partner.</summary>
    Relationship = 12,

    /// <summary>The customer whose account or group it is.</summary>
    Owner = 20,

    /// <summary>How an account is paid.</summary>
    PaymentMethod = 21,

    /// <summary>Of an account; negative = owed.</summary>
    Balance = 22,

    /// <summary>Bills of an account that are not paid.</summary>
    UnpaidAmount = 23,

    /// <summary>When the oldest of them was due.</summary>
    UnpaidSince = 24,

    /// <summary>Family plan, enterprise VPN, community net, club.</summary>
    GroupKind = 30,

    /// <summary>Of the enterprise whose group it is.</summary>
    EnterpriseClass = 31,

    /// <summary>What a club gives its members.</summary>
    Benefits = 32,

    /// <summary>Where a prospect was found.</summary>
    LeadSource = 40,

    /// <summary>What it is interested in.</summary>
    Interest = 41,

    /// <summary>What it is expected to bring a month.</summary>
    ExpectedValue = 42,

    /// <summary>Who serves it now.</summary>
    Competitor = 43,

    /// <summary>Open, converted, lost.</summary>
    ProspectState = 44,

    /// <summary>The customer that a prospect became.</summary>
    ConvertedCustomer = 45,

    /// <summary>The subscriber that it became.</summary>
    ConvertedSubscriber = 46,
}
