using CustomerGrains.Domain.Documents;

namespace CustomerGrains.Domain.Policies;

/// <summary>What has to hold for the rules of brand fit.</summary>
internal static class PolicyBrandRules
{
    public static void Check(DocumentRules rules, BrandPolicy policy)
    {
        rules.Range("brands.monthsNeeded", policy.MonthsNeeded, 0, 13);
        rules.Count("brands.rules", policy.Rules.Count, 1, 50);
        var brands = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < policy.Rules.Count; i++)
        {
            var (path, rule) = ($"brands.rules[{i}]", policy.Rules[i]);
            rules.Name($"{path}.brand", rule.Brand);
            rules.Require(brands.Add(rule.Brand), $"{path}.brand", $"'{rule.Brand}' has a rule before this one", "say it in one rule");
            Conditions(rules, path, rule);
            var isLast = i == policy.Rules.Count - 1;
            rules.Require(isLast || !IsUnconditional(rule), path, "it has no conditions, so that the rules behind it are never reached", "put it last, or give it conditions");
            rules.Require(!isLast || IsUnconditional(rule), path, "the last rule has conditions, so that some belong to no brand", "end with a rule that has none");
        }
    }

    private static bool IsUnconditional(BrandRule rule) => rule is
    {
        Match: BrandMatch.All, AgeFrom: null, AgeTo: null, BillFromMicros: null, BillBelowMicros: null, DataShareFrom: null, RoamingShareFrom: null, MidHighEnd: null, Business: null,
    };

    private static void Conditions(DocumentRules rules, string path, BrandRule rule)
    {
        if (rule.AgeFrom is { } from) rules.Range($"{path}.ageFrom", from, 0, 150);
        if (rule.AgeTo is { } to) rules.Range($"{path}.ageTo", to, 0, 150);
        if (rule is { AgeFrom: { } youngest, AgeTo: { } oldest }) rules.Require(youngest <= oldest, $"{path}.ageTo", $"it is {oldest}, below ageFrom ({youngest})", "give the older one here");
        if (rule.BillFromMicros is { } least) rules.Money($"{path}.billFromMicros", least);
        if (rule.BillBelowMicros is { } below) rules.Money($"{path}.billBelowMicros", below);
        if (rule is { Match: BrandMatch.All, BillFromMicros: { } low, BillBelowMicros: { } high }) rules.Above($"{path}.billBelowMicros", high, $"{path}.billFromMicros", low);
        if (rule.DataShareFrom is { } data) rules.Share($"{path}.dataShareFrom", data);
        if (rule.RoamingShareFrom is { } roaming) rules.Share($"{path}.roamingShareFrom", roaming);
    }
}
