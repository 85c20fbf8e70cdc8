namespace CustomerGrains.Domain.Policies;

/// <summary>The star level shown to agents (domain §3.9): a score of three parts, each a share of 0 … 1 times its weight, the weights making 100;
/// one star, and one more at each cut.</summary>
public sealed record StarLevelPolicy
{
    /// <summary>Of the average bill ÷ <see cref="BillFullMicros"/>, at most 1.</summary>
    public double BillWeight { get; init; } = 50;

    public long BillFullMicros { get; init; } = 500_000_000;

    /// <summary>Of tenure ÷ <see cref="TenureFullMonths"/>, at most 1.</summary>
    public double TenureWeight { get; init; } = 30;

    public int TenureFullMonths { get; init; } = 60;

    /// <summary>Of the credit score ÷ 100.</summary>
    public double CreditWeight { get; init; } = 20;

    /// <summary>Scores from which on there are two, three, four and five stars, ascending.</summary>
    public IReadOnlyList<double> Cuts { get; init; } = [35, 50, 65, 80];
}
