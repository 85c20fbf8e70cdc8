namespace CustomerGrains.Domain.Classification;

/// <summary>Where something is going (domain §3.4, §3.5). The numbers are stored and sent.</summary>
public enum Trend : byte
{
    /// <summary>The subscription does not cover three full months, or there was nothing in them.</summary>
    None = 0,
    Falling = 1,
    Steady = 2,
    Rising = 3,
}
