namespace CustomerGrains.Storage;

/// <summary>Where the store is and how it paces itself.</summary>
public sealed record StoreOptions
{
    /// <summary>Folder of the store; made when it is not there.</summary>
    public required string Directory { get; init; }

    /// <summary>A log segment is sealed when it has grown to this many bytes (default 100 MB). Smaller = shorter scan at start, more files.</summary>
    public long SegmentBytes { get; init; } = 100_000_000;

    /// <summary>Least time between two passes of the snapshotter (default 60 s).</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A pass starts early when this many segments are sealed (default 64), and takes at most this many.</summary>
    public int CheckpointSegments { get; init; } = 64;

    /// <summary>Called at named points; a test throws or stops the process there.</summary>
    public Action<FaultPoint>? Fault { get; init; }
}
