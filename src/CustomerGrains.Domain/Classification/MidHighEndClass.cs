namespace CustomerGrains.Domain.Classification;

/// <summary>Mid- and high-end (中高端, domain §3.6). The numbers are stored and sent.</summary>
public enum MidHighEndClass : byte
{
    None = 0,

    /// <summary>准中高端.</summary>
    Quasi = 1,

    /// <summary>动态中高端.</summary>
    Dynamic = 2,
}
