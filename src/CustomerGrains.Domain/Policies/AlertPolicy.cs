namespace CustomerGrains.Domain.Policies;

/// <summary>Early warnings (domain §4): at most one rule a kind; a kind without one raises nothing.</summary>
public sealed record AlertPolicy
{
    public IReadOnlyList<AlertRule> Rules { get; init; } =
    [
        new() { Kind = AlertKind.ChurnRisk, Thresholds = [1, 2], Severity = AlertSeverity.Critical, OpensTask = true },
        new() { Kind = AlertKind.ValueClass, Severity = AlertSeverity.Info, SnoozeDays = 30 },
        new() { Kind = AlertKind.ChurnProne, Severity = AlertSeverity.Critical, OpensTask = true },
        new() { Kind = AlertKind.Credit, Thresholds = [80, 40], Rearm = 5, SnoozeDays = 30 },
        new() { Kind = AlertKind.Satisfaction, Thresholds = [60, 40], Rearm = 5, SnoozeDays = 30, OpensTask = true },
        new() { Kind = AlertKind.Loyalty, Thresholds = [60, 40], Rearm = 5, Severity = AlertSeverity.Info, SnoozeDays = 30 },
        new() { Kind = AlertKind.NoOutgoingUse, Thresholds = [7, 14, 30], OpensTask = true },
        new() { Kind = AlertKind.ContractEnd, Thresholds = [60, 30, 7], OpensTask = true },
        new() { Kind = AlertKind.MeasureEnd, Thresholds = [60, 30], OpensTask = true },
        new() { Kind = AlertKind.Arrears, Thresholds = [30, 60, 90] },
        new() { Kind = AlertKind.Allowance, Thresholds = [80, 100], Severity = AlertSeverity.Info, SnoozeDays = 1 },
        new() { Kind = AlertKind.PortOut, Severity = AlertSeverity.Critical, OpensTask = true },
    ];
}
