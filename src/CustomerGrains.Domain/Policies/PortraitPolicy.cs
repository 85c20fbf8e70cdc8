namespace CustomerGrains.Domain.Policies;

/// <summary>How preferences are learnt (domain §3.9): each piece of evidence weighs what its kind says and half of it after the half-life of
/// what it is about.</summary>
public sealed record PortraitPolicy
{
    public int ProductHalfLifeDays { get; init; } = 180;
    public int PromotionHalfLifeDays { get; init; } = 180;
    public int HandsetHalfLifeDays { get; init; } = 365;
    public int GiftHalfLifeDays { get; init; } = 365;
    public int ServiceHalfLifeDays { get; init; } = 90;
    public int ChannelHalfLifeDays { get; init; } = 90;

    /// <summary>An offer was taken.</summary>
    public double TakenWeight { get; init; } = 1;

    /// <summary>An offer was declined; ≤ 0.</summary>
    public double DeclinedWeight { get; init; } = -0.5;

    /// <summary>An offer was made and nothing was heard; ≤ 0.</summary>
    public double UnansweredWeight { get; init; } = -0.1;

    /// <summary>It was used, once.</summary>
    public double UsedWeight { get; init; } = 0.3;

    /// <summary>The subscriber said so.</summary>
    public double SaidWeight { get; init; } = 0.8;

    /// <summary>Days before and after a campaign between which its change of consumption is measured.</summary>
    public int CampaignEffectDays { get; init; } = 30;
}
