namespace CustomerGrains.Domain.Classification;

/// <summary>Retention class (domain §3.7). The numbers are stored and sent.</summary>
public enum RetentionClass : byte
{
    /// <summary>No mid- or high-end subscriber.</summary>
    None = 0,
    ChurnProne = 1,
    Important = 2,
    IrregularDemand = 3,
    OrdinaryMidHighEnd = 4,
}
