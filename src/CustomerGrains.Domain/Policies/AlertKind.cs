namespace CustomerGrains.Domain.Policies;

/// <summary>What an early warning is about (预警, domain §4). The numbers are stored and sent.</summary>
public enum AlertKind : byte
{
    None = 0,

    /// <summary>The churn-risk band changed. Thresholds: 1 = to medium, 2 = to high.</summary>
    ChurnRisk = 1,

    /// <summary>The class by value fell. No thresholds.</summary>
    ValueClass = 2,

    /// <summary>Became churn-prone. No thresholds.</summary>
    ChurnProne = 3,

    /// <summary>The credit score fell below a threshold.</summary>
    Credit = 4,

    /// <summary>The satisfaction score fell below a threshold.</summary>
    Satisfaction = 5,

    /// <summary>The loyalty score fell below a threshold.</summary>
    Loyalty = 6,

    /// <summary>No outgoing use for so many days. By time alone.</summary>
    NoOutgoingUse = 7,

    /// <summary>The contract ends in so many days. By time alone.</summary>
    ContractEnd = 8,

    /// <summary>The term of a stabilising measure ends in so many days. By time alone.</summary>
    MeasureEnd = 9,

    /// <summary>Arrears are so many days old. By time alone.</summary>
    Arrears = 10,

    /// <summary>An allowance is used up to so many percent.</summary>
    Allowance = 11,

    /// <summary>The subscriber asked to take the number elsewhere. No thresholds.</summary>
    PortOut = 12,
}
