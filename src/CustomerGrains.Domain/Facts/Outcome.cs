namespace CustomerGrains.Domain.Facts;

/// <summary>What became of a received fact. Every received record is counted under exactly one of them; the numbers are stored.</summary>
public enum Outcome : byte
{
    None = 0,

    /// <summary>Folded into the state.</summary>
    Applied = 1,

    /// <summary>The same record, with the same content, was applied before by another stream or batch.</summary>
    Duplicate = 2,

    /// <summary>A record with the same id but other content stands; this one is quarantined.</summary>
    Conflict = 3,

    /// <summary>Not possible, or belongs to nobody; kept with its <see cref="RejectReason"/>.</summary>
    Rejected = 4,
}
