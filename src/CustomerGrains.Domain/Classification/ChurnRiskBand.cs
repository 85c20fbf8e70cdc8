namespace CustomerGrains.Domain.Classification;

/// <summary>Churn risk (domain §3.10). The numbers are stored and sent.</summary>
public enum ChurnRiskBand : byte
{
    /// <summary>Not scored.</summary>
    None = 0,
    Low = 1,
    Medium = 2,
    High = 3,
}
