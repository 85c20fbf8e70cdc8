namespace CustomerGrains.Domain.Relationships;

/// <summary>What a case is. The numbers are stored and those of the API.</summary>
public enum CaseKind : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>Something was wrong.</summary>
    Complaint = 1,

    /// <summary>Something did not work.</summary>
    Fault = 2,
}
