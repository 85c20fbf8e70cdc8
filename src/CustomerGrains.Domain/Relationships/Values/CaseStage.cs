namespace CustomerGrains.Domain.Relationships;

/// <summary>Where a case stands; a later step is a larger number. The numbers are stored and those of the API.</summary>
public enum CaseStage : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>It is known.</summary>
    Opened = 1,

    /// <summary>Somebody has it.</summary>
    Assigned = 2,

    /// <summary>It is done, as we think.</summary>
    Resolved = 3,

    /// <summary>As the customer thinks, too.</summary>
    Confirmed = 4,
}
