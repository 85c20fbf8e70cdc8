namespace CustomerGrains.Domain.Classification;

/// <summary>Whether the brand held is the one that the behaviour belongs to (domain §3.9). The numbers are stored and sent.</summary>
public enum BrandFitClass : byte
{
    /// <summary>Too few months, or no brand is held.</summary>
    None = 0,

    /// <summary>归位.</summary>
    Fits = 1,

    /// <summary>错位.</summary>
    Misplaced = 2,
}
