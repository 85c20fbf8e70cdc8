namespace CustomerGrains.Storage.Sqlite;

/// <summary>A segment that has ended, with what its header will say: where partitions go on behind it, the largest business time.</summary>
internal sealed record SealJob(MemorySegment Segment, SegmentFile File, long[] Positions, long Now);
