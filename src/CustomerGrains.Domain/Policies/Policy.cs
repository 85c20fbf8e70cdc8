namespace CustomerGrains.Domain.Policies;

/// <summary>
/// Every threshold, weight and rule by which subscribers are told apart (domain §3, §4, §9): one immutable document. Money is in micros of
/// the store's currency, shares are 0 … 1, scores 0 … 100, months and days those of the operator's calendar. What a member decides, its
/// unit and its source stand at the member; <see cref="Default"/> is what is in force until another version is activated.
/// </summary>
public sealed record Policy
{
    /// <summary>Of this layout; a document of another is refused.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The number of <see cref="Default"/> in entries and answers: what is in force before any version is activated.</summary>
    public const uint DefaultVersion = 0;

    /// <summary>As built in.</summary>
    public static Policy Default { get; } = new();

    /// <summary><see cref="CurrentFormat"/>.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>For the reader: what is special about this version. At most 1,000 characters.</summary>
    public string Description { get; init; } = "";

    public ValuePolicy Value { get; init; } = new();
    public CostToServePolicy CostToServe { get; init; } = new();
    public EnterprisePolicy Enterprises { get; init; } = new();
    public TrendPolicy Trend { get; init; } = new();
    public CreditPolicy Credit { get; init; } = new();
    public SatisfactionPolicy Satisfaction { get; init; } = new();
    public LoyaltyPolicy Loyalty { get; init; } = new();
    public RfmPolicy Rfm { get; init; } = new();
    public MidHighEndPolicy MidHighEnd { get; init; } = new();
    public RetentionPolicy Retention { get; init; } = new();
    public LifeCyclePolicy LifeCycle { get; init; } = new();
    public PortraitPolicy Portrait { get; init; } = new();
    public BrandPolicy Brands { get; init; } = new();
    public StarLevelPolicy StarLevel { get; init; } = new();
    public ChurnRiskPolicy ChurnRisk { get; init; } = new();
    public AlertPolicy Alerts { get; init; } = new();
    public ContactPolicy Contacts { get; init; } = new();
    public IdentityPolicy Identity { get; init; } = new();
}
