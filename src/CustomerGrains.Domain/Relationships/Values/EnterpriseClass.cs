namespace CustomerGrains.Domain.Relationships;

/// <summary>How important an enterprise is. The numbers are stored and those of the API.</summary>
public enum EnterpriseClass : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>The most important.</summary>
    A = 1,

    /// <summary>Important.</summary>
    B = 2,

    /// <summary>Any other.</summary>
    Other = 3,
}
