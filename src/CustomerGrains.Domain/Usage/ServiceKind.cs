namespace CustomerGrains.Domain.Usage;

/// <summary>What is used. The numbers are stored and those of the API's Service.</summary>
public enum ServiceKind : byte
{
    None = 0,
    Voice = 1,
    Sms = 2,
    Data = 3,
    Mms = 4,
    ValueAdded = 5,
}
