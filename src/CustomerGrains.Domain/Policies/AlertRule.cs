namespace CustomerGrains.Domain.Policies;

/// <summary>When an early warning is raised.</summary>
public sealed record AlertRule
{
    public AlertKind Kind { get; init; }

    public bool IsOn { get; init; } = true;

    /// <summary>In the order they are crossed; what they count stands at the kind. Each is armed and raised by itself.</summary>
    public IReadOnlyList<double> Thresholds { get; init; } = [];

    /// <summary>How far back over a threshold a value has to go before it can be raised again; ≥ 0, in the thresholds' unit.</summary>
    public double Rearm { get; init; }

    public AlertSeverity Severity { get; init; } = AlertSeverity.Warning;

    /// <summary>Days in which the same is not raised again, whatever happens.</summary>
    public int SnoozeDays { get; init; } = 7;

    /// <summary>Opens a retention task.</summary>
    public bool OpensTask { get; init; }
}
