namespace CustomerGrains.Domain.Relationships;

/// <summary>What a customer is. The numbers are stored and those of the API.</summary>
public enum CustomerKind : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>A person.</summary>
    Individual = 1,

    /// <summary>An organisation.</summary>
    Organisation = 2,
}
