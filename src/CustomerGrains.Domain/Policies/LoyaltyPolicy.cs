namespace CustomerGrains.Domain.Policies;

/// <summary>The loyalty score (domain §3.4): five parts, each a share of 0 … 1 times its weight; the weights make 100.</summary>
public sealed record LoyaltyPolicy
{
    /// <summary>Of tenure ÷ <see cref="TenureFullMonths"/>, at most 1.</summary>
    public double TenureWeight { get; init; } = 25;

    public int TenureFullMonths { get; init; } = 60;

    /// <summary>Of stabilising measures in force ÷ <see cref="MeasuresFull"/>, at most 1.</summary>
    public double MeasuresWeight { get; init; } = 25;

    public int MeasuresFull { get; init; } = 3;

    /// <summary>Of sticky services held ÷ <see cref="StickyServicesFull"/>, at most 1.</summary>
    public double StickyServicesWeight { get; init; } = 20;

    public int StickyServicesFull { get; init; } = 3;

    /// <summary>Of the trend of frequency: <see cref="RisingShare"/>, <see cref="SteadyShare"/> or <see cref="FallingShare"/>.</summary>
    public double TrendWeight { get; init; } = 15;

    public double RisingShare { get; init; } = 1;

    /// <summary>Also where there is no trend yet.</summary>
    public double SteadyShare { get; init; } = 0.7;

    public double FallingShare { get; init; }

    /// <summary>Of 1 − the share of contacts that are competitors' service numbers or ported-out lines.</summary>
    public double ContactsWeight { get; init; } = 15;

    /// <summary>Names of the add-on services that hold a subscriber (mail, bank notice, phone-book keeper, IM: domain §2), as the facts
    /// name them; without regard to case.</summary>
    public IReadOnlyList<string> StickyServices { get; init; } = ["mail", "bank-notice", "phone-book", "im", "music", "newspaper"];

    public ScoreBands Bands { get; init; } = new();
}
