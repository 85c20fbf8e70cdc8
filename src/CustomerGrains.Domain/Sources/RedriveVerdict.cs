namespace CustomerGrains.Domain.Sources;

/// <summary>Whether a record that somebody asked to re-drive is tried again. The numbers are stored.</summary>
public enum RedriveVerdict : byte
{
    /// <summary>It is; what became of it is in <see cref="RedriveCompleted"/>.</summary>
    Taken = 1,

    /// <summary>The source keeps no such record.</summary>
    NotFound = 2,

    /// <summary>It could not be read when it came, or it is a conflict: trying again cannot help.</summary>
    NotRedrivable = 3,

    /// <summary>It is no longer rejected: re-driven before.</summary>
    Settled = 4,
}
