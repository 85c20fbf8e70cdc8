namespace CustomerGrains.Storage.Sqlite;

/// <summary>A segment that has ended, with what its header will say: where partitions go on behind it, the largest business time.</summary>
internal sealed class SealJob
{
    public SealJob(MemorySegment segment, SegmentFile file, long[] positions, long now)
    {
        Segment = segment;
        File = file;
        Positions = positions;
        Now = now;
    }

    public MemorySegment Segment { get; }

    /// <summary>Opened anew after an attempt that failed: the connection may be of no use then.</summary>
    public SegmentFile File { get; set; }

    public long[] Positions { get; }

    public long Now { get; }

    public bool Failed { get; set; }
}
