namespace CustomerGrains.Domain.Classification;

/// <summary>What follows from frequency and its trend (domain §3.5). The numbers are stored and sent.</summary>
public enum RfmTreatment : byte
{
    None = 0,

    /// <summary>Comes often: loyal.</summary>
    Care = 1,

    /// <summary>Comes more and more often.</summary>
    Develop = 2,

    /// <summary>Comes less and less often.</summary>
    WinBack = 3,
}
