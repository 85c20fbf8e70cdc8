namespace CustomerGrains.Domain.Policies;

/// <summary>Churn risk (domain §3.10): by which formula, and where its bands begin.</summary>
public sealed record ChurnRiskPolicy
{
    /// <summary>Number of the formula in the store that scores, whichever is active there; 0 = the active one.</summary>
    public uint FormulaVersion { get; init; }

    /// <summary>Probability of leaving in the next 30 days from which on the risk is medium; null = as the formula says.</summary>
    public double? MediumFrom { get; init; }

    /// <summary>… from which on it is high; given together with <see cref="MediumFrom"/> or not at all.</summary>
    public double? HighFrom { get; init; }
}
