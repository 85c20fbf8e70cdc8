namespace CustomerGrains.Domain.Classification;

/// <summary>By attribute (domain §3.2): public or major × individual or organisation. The numbers are stored and sent.</summary>
public enum AttributeClass : byte
{
    /// <summary>It is not known whose the line is.</summary>
    None = 0,
    PublicIndividual = 1,
    PublicOrganisation = 2,

    /// <summary>A major customer (大客户).</summary>
    MajorIndividual = 3,

    /// <inheritdoc cref="MajorIndividual"/>
    MajorOrganisation = 4,
}
