namespace CustomerGrains.Domain.Classification;

/// <summary>What a preference is about (domain §3.9). The numbers are stored and sent.</summary>
public enum PreferenceKind : byte
{
    Product = 0,

    /// <summary>The size of a promotion: which terms.</summary>
    Promotion = 1,
    Handset = 2,
    Gift = 3,

    /// <summary>An add-on service.</summary>
    Service = 4,

    /// <summary>Over which contact takes place.</summary>
    Channel = 5,
}
