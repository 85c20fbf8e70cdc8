namespace CustomerGrains.Storage;

/// <summary>Where the store is and how it paces itself.</summary>
public sealed record StoreOptions
{
    /// <summary>Folder of the store; made when it is not there.</summary>
    public required string Directory { get; init; }

    /// <summary>What the store's contents depend on (time zone, day window …), fixed when the store is made. Opening it with
    /// another value is refused; what is not given here is taken from the store.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>A log segment is sealed when it has grown to this many bytes (default 64 MB, at least 64 KB). It is held in memory
    /// until then. Smaller = less memory and a shorter scan at start, more files to look into for an entity that is not active.</summary>
    public long SegmentBytes { get; init; } = 64_000_000;

    /// <summary>Under load a commit begins this much after the one before it began (default 5 ms), unless a few MB are waiting: each
    /// costs about 0.3 ms of a core however small it is. A lone write is committed at once.</summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Least time between two passes of the snapshotter (default 60 s). <see cref="Timeout.InfiniteTimeSpan"/> = only when asked.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A pass starts early when this many segments are sealed (default 32), and takes at most this many: of these it
    /// holds one partition in memory at a time, one sixteenth.</summary>
    public int CheckpointSegments { get; init; } = 32;

    /// <summary>How long entries of entities whose kind is not in <see cref="HistoryByKind"/> stay readable. The limit of bytes is for all of them together.</summary>
    public HistoryRetention History { get; init; } = HistoryRetention.Default;

    /// <summary>Kinds of entities with a rule of their own.</summary>
    public IReadOnlyDictionary<string, HistoryRetention> HistoryByKind { get; init; } = new Dictionary<string, HistoryRetention>();

    /// <summary>A history file is followed by the next when it has this many bytes (default 4 GB), or spans <see cref="HistoryFilePeriod"/>:
    /// history goes file by file. With a limit of bytes it is followed at an eighth of that, if that is less.</summary>
    public long HistoryFileBytes { get; init; } = 4_000_000_000;

    /// <summary>Business time that a history file spans (default 7 days): what stays beyond its time is at most this much more.</summary>
    public TimeSpan HistoryFilePeriod { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Bytes of history that are folded into bases after a pass of the snapshotter, beside twice what the pass has written
    /// (default 64 MB): bounds the work, and keeps up with any load.</summary>
    public long HistoryPruneBytes { get; init; } = 64_000_000;

    /// <summary>The index of a history file with fewer rows (about 24 MB of index) is written to directly; above, in two steps.</summary>
    internal long HistoryDirectRows { get; init; } = 1_000_000;

    /// <summary>Operational time: pacing and measuring. Business time comes with the entries.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Called when the process must not go on because what is on disk is no longer known: a failed fsync (core rule 9).
    /// Default <see cref="Environment.FailFast(string, Exception)"/>.</summary>
    public Action<string, Exception> OnFatal { get; init; } = Environment.FailFast;

    /// <summary>Called at named points, on the store's own threads; a test throws or stops the process there.</summary>
    public Action<FaultPoint>? Fault { get; init; }

    /// <exception cref="ArgumentException">A value is out of its range; the message says which.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Directory);
        if (SegmentBytes < 1 << 16) throw new ArgumentException($"SegmentBytes is {SegmentBytes}; it must be at least 65,536.");
        if (CommitInterval < TimeSpan.Zero || CommitInterval > TimeSpan.FromSeconds(1)) throw new ArgumentException($"CommitInterval is {CommitInterval}; it must be between 0 and 1 s.");
        if (CheckpointInterval <= TimeSpan.Zero && CheckpointInterval != Timeout.InfiniteTimeSpan) throw new ArgumentException($"CheckpointInterval is {CheckpointInterval}; it must be more than 0.");
        if (CheckpointSegments is < 1 or > 128) throw new ArgumentException($"CheckpointSegments is {CheckpointSegments}; it must be between 1 and 128.");
        if (HistoryFileBytes < 1) throw new ArgumentException($"HistoryFileBytes is {HistoryFileBytes}; it must be more than 0.");
        if (HistoryFilePeriod <= TimeSpan.Zero) throw new ArgumentException($"HistoryFilePeriod is {HistoryFilePeriod}; it must be more than 0.");
        if (HistoryPruneBytes < 1) throw new ArgumentException($"HistoryPruneBytes is {HistoryPruneBytes}; it must be more than 0.");
        History.Validate();
        foreach (var rule in HistoryByKind.Values) rule.Validate();
    }
}
