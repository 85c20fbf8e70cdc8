namespace CustomerGrains.Storage;

/// <summary>Places where a test may throw, wait or kill the process.</summary>
public enum FaultPoint
{
    /// <summary>A group is packed and nothing of it is written.</summary>
    BeforeCommit,

    /// <summary>Its rows are inserted, the transaction is open.</summary>
    InCommit,

    /// <summary>It is on disk, nobody knows it yet.</summary>
    AfterCommit,

    /// <summary>A full segment is followed by a new one and has no directory yet.</summary>
    BeforeSeal,

    /// <summary>A segment's directory is inserted, its transaction is open.</summary>
    InSeal,

    /// <summary>The directory is on disk, its journal is still there.</summary>
    AfterSeal,

    /// <summary>Some snapshots of a pass are written, others not.</summary>
    InCheckpoint,

    /// <summary>History of a chunk of a pass is on disk, its snapshots are not.</summary>
    BetweenHistoryAndSnapshots,

    /// <summary>All of a pass is on disk, its segments are still there.</summary>
    BeforeTrim,

    /// <summary>Some of its segments are gone.</summary>
    InTrim,

    /// <summary>A history file that is full has all its index, and is not followed by another yet.</summary>
    BeforeHistoryRoll,

    /// <summary>The next history file is there, empty, and the store does not know it.</summary>
    AfterHistoryRoll,

    /// <summary>Some bases are written, their transaction is open.</summary>
    InHistoryBases,

    /// <summary>Some bases of a history file are on disk, others not.</summary>
    AfterHistoryBases,

    /// <summary>All of a history file is in bases, on disk; the store still lists the file.</summary>
    BeforeHistoryDrop,

    /// <summary>The store does not list the file any more, and it is still there.</summary>
    AfterHistoryDrop,

    /// <summary>A reader has looked at the log's index and not yet at the snapshot.</summary>
    BeforeSnapshotRead,

    /// <summary>A reader has the snapshot (or the history) and not yet the log's rows.</summary>
    BeforeRowsRead,
}
