using System.Text.Json;
using CustomerGrains.Domain.Documents;

namespace CustomerGrains.Domain.Policies;

/// <summary>What has to hold for the rules of early warning.</summary>
internal static class PolicyAlertRules
{
    public static void Check(DocumentRules rules, AlertPolicy policy)
    {
        rules.Count("alerts.rules", policy.Rules.Count, 0, 50);
        var kinds = new HashSet<AlertKind>();
        for (var i = 0; i < policy.Rules.Count; i++)
        {
            var (path, rule) = ($"alerts.rules[{i}]", policy.Rules[i]);
            var kind = JsonNamingPolicy.CamelCase.ConvertName(rule.Kind.ToString());
            rules.Require(rule.Kind != AlertKind.None, $"{path}.kind", "it is not given", "name what the warning is about");
            rules.Require(kinds.Add(rule.Kind), $"{path}.kind", $"{kind} has a rule before this one", "say it in one rule");
            rules.Require(rule.Severity != AlertSeverity.None, $"{path}.severity", "it is none", "give info, warning or critical");
            rules.Range($"{path}.snoozeDays", rule.SnoozeDays, 0, 366);
            rules.Range($"{path}.rearm", rule.Rearm, 0, 1_000);
            Thresholds(rules, path, kind, rule);
        }
    }

    private static void Thresholds(DocumentRules rules, string path, string kind, AlertRule rule)
    {
        switch (rule.Kind)
        {
            case AlertKind.ValueClass or AlertKind.ChurnProne or AlertKind.PortOut:
                rules.Require(rule.Thresholds.Count == 0, $"{path}.thresholds", $"{kind} has none", "leave them out");
                break;
            case AlertKind.ChurnRisk:
                Each(rules, path, rule, 1, 2, 1);
                break;
            case AlertKind.Credit or AlertKind.Satisfaction or AlertKind.Loyalty:
                Each(rules, path, rule, 0, 100, -1);
                break;
            case AlertKind.ContractEnd or AlertKind.MeasureEnd:
                Each(rules, path, rule, 0, 3_650, -1);
                break;
            case AlertKind.NoOutgoingUse or AlertKind.Arrears:
                Each(rules, path, rule, 1, 3_650, 1);
                break;
            case AlertKind.Allowance:
                Each(rules, path, rule, 1, 1_000, 1);
                break;
        }
    }

    private static void Each(DocumentRules rules, string path, AlertRule rule, double from, double to, int direction)
    {
        rules.Count($"{path}.thresholds", rule.Thresholds.Count, 1, 10);
        for (var i = 0; i < rule.Thresholds.Count; i++)
        {
            rules.Range($"{path}.thresholds[{i}]", rule.Thresholds[i], from, to);
            if (i > 0) rules.Require((rule.Thresholds[i] - rule.Thresholds[i - 1]) * direction > 0, $"{path}.thresholds[{i}]", "it lies on the wrong side of the one before it", direction > 0 ? "let them ascend" : "let them descend");
        }
    }
}
