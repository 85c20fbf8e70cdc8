namespace CustomerGrains.Domain.Numbers;

/// <summary>What a packed number is. Stored.</summary>
public enum NumberKind : byte
{
    None = 0,

    /// <summary>E.164 digits.</summary>
    Msisdn = 1,

    /// <summary>ITU-T E.212 digits.</summary>
    Imsi = 2,
}
