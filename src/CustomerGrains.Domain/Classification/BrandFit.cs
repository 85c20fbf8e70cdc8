using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Classification;

/// <summary>Brand fit (错位/归位, domain §3.9): the behaviour belongs to the brand of the first rule that holds (M-Zone: 15–25, low spend, high data
/// share; GoTone: mid/high-end, roaming, business; Easyown: the mass market); fits when that is the one held, or no rule names the one held.</summary>
/// <param name="Brand">The behaviour's; null = nothing can be said.</param>
public readonly record struct BrandFit(BrandFitClass Class, string? Brand)
{
    public static BrandFit Of(in BrandFitInputs inputs, BrandPolicy policy)
    {
        if (inputs.Months < policy.MonthsNeeded) return default;
        var rules = policy.Rules;
        string? brand = null;
        var isNamed = false;
        for (var i = 0; i < rules.Count; i++)
        {
            brand ??= Holds(rules[i], inputs) ? rules[i].Brand : null;
            isNamed |= Same(rules[i].Brand, inputs.Brand);
        }
        if (brand is null || string.IsNullOrEmpty(inputs.Brand)) return new BrandFit(BrandFitClass.None, brand);
        return new BrandFit(!isNamed || Same(brand, inputs.Brand) ? BrandFitClass.Fits : BrandFitClass.Misplaced, brand);
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static bool Holds(BrandRule rule, in BrandFitInputs inputs)
    {
        var (given, held) = (0, 0);
        if (rule.AgeFrom is not null || rule.AgeTo is not null)
            Count(inputs.Age is { } age ? age >= (rule.AgeFrom ?? 0) && age <= (rule.AgeTo ?? int.MaxValue) : rule.AgeUnknownHolds && !inputs.IsOrganisation);
        if (rule.BillFromMicros is { } from) Count(inputs.AverageBillMicros >= from);
        if (rule.BillBelowMicros is { } below) Count(inputs.AverageBillMicros < below);
        if (rule.DataShareFrom is { } data) Count(inputs.DataShare >= data);
        if (rule.RoamingShareFrom is { } roaming) Count(inputs.RoamingShare >= roaming);
        if (rule.MidHighEnd is { } midHighEnd) Count(inputs.MidHighEnd != MidHighEndClass.None == midHighEnd);
        if (rule.Business is { } business) Count(inputs.IsBusiness == business);
        return rule.Match == BrandMatch.All ? held == given : held > 0;

        void Count(bool holds)
        {
            given++;
            if (holds) held++;
        }
    }
}
