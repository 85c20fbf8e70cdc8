namespace CustomerGrains.Storage;

/// <summary>What the store has done since it was opened; for metrics and benchmarks.</summary>
/// <param name="Commits">Group commits.</param>
/// <param name="Entries">Entries committed.</param>
/// <param name="LogBytes">Bytes of entries committed.</param>
/// <param name="SegmentsSealed">Segments that were full.</param>
/// <param name="Segments">Segments on disk now.</param>
/// <param name="Checkpoints">Passes of the snapshotter that ended.</param>
/// <param name="Snapshots">Snapshots written.</param>
/// <param name="SegmentsTrimmed">Segments dropped.</param>
/// <param name="CommitTime">Time spent in commits.</param>
/// <param name="CheckpointTime">Time spent in passes.</param>
/// <param name="HistoryFiles">Files of history now.</param>
/// <param name="HistoryBytes">Bytes of these files.</param>
/// <param name="HistoryFilesDropped">History files that were past their time or too many.</param>
public sealed record StoreStatistics(
    long Commits, long Entries, long LogBytes, long SegmentsSealed, int Segments, long Checkpoints, long Snapshots, long SegmentsTrimmed, TimeSpan CommitTime, TimeSpan CheckpointTime,
    int HistoryFiles, long HistoryBytes, long HistoryFilesDropped);
