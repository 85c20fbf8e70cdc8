namespace CustomerGrains.Domain.Classification;

/// <summary>Bands of satisfaction (very dissatisfied … very satisfied) and loyalty (domain §3.4). The numbers are stored and sent.</summary>
public enum ScoreBand : byte
{
    None = 0,
    VeryLow = 1,
    Low = 2,
    Middle = 3,
    High = 4,
    VeryHigh = 5,
}
