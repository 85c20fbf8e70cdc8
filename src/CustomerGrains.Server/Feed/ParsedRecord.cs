using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Numbers;

namespace CustomerGrains.Server.Feed;

/// <summary>What routing needs of one record of a batch; the rest is in the batch's bytes.</summary>
public readonly struct ParsedRecord
{
    public ParsedRecord(PackedNumber served, long startTime, int offset, int length, RejectReason reason)
    {
        Served = served;
        StartTime = startTime;
        Offset = offset;
        Length = length;
        Reason = reason;
    }

    public PackedNumber Served { get; }

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public long StartTime { get; }

    /// <summary>Where the record stands in <see cref="ParsedBatch.Bytes"/>.</summary>
    public int Offset { get; }

    public int Length { get; }

    /// <summary>Why the record is rejected already; then its bytes are those of the wire, else canonical.</summary>
    public RejectReason Reason { get; }
}
