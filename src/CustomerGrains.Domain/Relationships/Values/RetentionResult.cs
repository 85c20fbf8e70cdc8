namespace CustomerGrains.Domain.Relationships;

/// <summary>What came of an effort to keep a customer. The numbers are stored and those of the API.</summary>
public enum RetentionResult : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>Not yet known.</summary>
    Undecided = 1,

    /// <summary>They stay.</summary>
    Kept = 2,

    /// <summary>They go.</summary>
    Lost = 3,
}
