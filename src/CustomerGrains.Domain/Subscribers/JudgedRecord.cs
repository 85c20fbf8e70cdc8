using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>One record of a slice, and what was said of it.</summary>
public struct JudgedRecord
{
    public RecordVerdict Verdict { get; internal set; }

    public RejectReason Reason { get; internal set; }

    /// <summary>It was not judged before and is this subscriber's.</summary>
    internal bool IsNew { get; set; }

    /// <summary>Place in its batch.</summary>
    internal int Index { get; init; }

    /// <summary>Place among equal records of its batch.</summary>
    internal int Ordinal { get; init; }

    /// <summary>Where its bytes begin in the slice.</summary>
    internal int Start { get; init; }

    internal int Length { get; init; }

    /// <summary>Place of its <see cref="UsageEvent"/>, when it is usage and was applied.</summary>
    internal int Usage { get; set; }
}
