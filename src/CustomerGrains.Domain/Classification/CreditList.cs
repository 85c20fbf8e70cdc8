namespace CustomerGrains.Domain.Classification;

/// <summary>Credit list (domain §3.4). The numbers are stored and sent.</summary>
public enum CreditList : byte
{
    None = 0,

    /// <summary>Good.</summary>
    Red = 1,
    Grey = 2,

    /// <summary>Bad.</summary>
    Black = 3,
}
