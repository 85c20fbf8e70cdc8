using CustomerGrains.Cli.Replay.Files;
using CustomerGrains.Cli.Replay.Ordering;

namespace CustomerGrains.Cli.Replay;

/// <summary>What <c>replay</c> was asked to do.</summary>
internal sealed record ReplayOptions
{
    /// <summary>Most streams a file may be split into.</summary>
    public const int MostStreams = 64;

    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>What the file is.</summary>
    public RecordFormat Format { get; init; }

    /// <summary>The mapping's file; null for events.</summary>
    public string? Mapping { get; init; }

    /// <summary>The source's name; the mapping's, else the file's when not given.</summary>
    public string? Source { get; init; }

    /// <summary>The stream's id; a digest when not given.</summary>
    public string? Stream { get; init; }

    /// <summary>The source's own consecutive number of the file; null when it has none.</summary>
    public long? SourceSequence { get; init; }

    /// <summary>Streams that the records are sent in, each number's in one of them; 1 to <see cref="MostStreams"/>.</summary>
    public int Streams { get; init; } = 1;

    /// <summary>Which record comes first.</summary>
    public ReplayOrder Order { get; init; } = ReplayOrder.Time;

    /// <summary>Memory that records are sorted in, in megabytes; what is beyond it goes to temporary files.</summary>
    public int SortMegabytes { get; init; } = 256;

    /// <summary>Records in a batch.</summary>
    public int Batch { get; init; } = 1_000;

    /// <summary>Records to be sent at most, the first ones of the file.</summary>
    public long Limit { get; init; } = long.MaxValue;

    /// <summary>Seconds of event time per second; infinite: as fast as it goes.</summary>
    public double Speed { get; init; } = double.PositiveInfinity;

    /// <summary>Batches under way in each stream.</summary>
    public int Window { get; init; } = 32;

    /// <summary>Rows that cannot be mapped are no failure.</summary>
    public bool SkipUnmapped { get; init; }

    /// <summary>Print JSON.</summary>
    public bool Json { get; init; }

    /// <summary>Report progress, also when nobody is looking.</summary>
    public bool Progress { get; init; }
}
