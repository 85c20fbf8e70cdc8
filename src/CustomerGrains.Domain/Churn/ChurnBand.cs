namespace CustomerGrains.Domain.Churn;

/// <summary>How likely a subscriber is to leave, in words. The numbers are stored and sent.</summary>
public enum ChurnBand : byte
{
    None = 0,
    Low = 1,
    Medium = 2,
    High = 3,
}
