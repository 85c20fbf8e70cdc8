namespace CustomerGrains.Domain.Policies;

/// <summary>Which brand the behaviour belongs to (错位/归位, domain §3.9): that of the first rule that holds. A brand that no rule names always fits.</summary>
public sealed record BrandPolicy
{
    /// <summary>Full months of behaviour needed before anything is said.</summary>
    public int MonthsNeeded { get; init; } = 3;

    /// <summary>In the order they are tried; the last one has no conditions.</summary>
    public IReadOnlyList<BrandRule> Rules { get; init; } =
    [
        new() { Brand = "GoTone", Match = BrandMatch.Any, MidHighEnd = true, RoamingShareFrom = 0.10, Business = true },
        new() { Brand = "M-Zone", AgeFrom = 15, AgeTo = 25, AgeUnknownHolds = true, BillBelowMicros = 100_000_000, DataShareFrom = 0.55 },
        new() { Brand = "Easyown" },
    ];
}
