using CustomerGrains.Server.Hosting;

namespace CustomerGrains.Cli.Bench.Know;

/// <summary>What <c>bench know</c> was asked to do.</summary>
internal sealed record KnowOptions
{
    /// <summary>Folder of the store; a temporary one, deleted at the end, when not given.</summary>
    public string? Data { get; init; }

    public int Subscribers { get; init; } = 1_000_000;

    /// <summary>Records sent in a second.</summary>
    public int Rate { get; init; } = 50_000;

    /// <summary>How long they are sent before anything is asked: the population is new, and the first ten uses of everybody change their classes.</summary>
    public int WarmUpSeconds { get; init; } = 300;

    /// <summary>How long they are then sent on, and questions asked meanwhile.</summary>
    public int Seconds { get; init; } = 120;

    /// <summary>Records in a batch.</summary>
    public int Batch { get; init; } = 1_000;

    /// <summary>Least seconds between two checkpoints of the server.</summary>
    public int CheckpointSeconds { get; init; } = 60;

    /// <summary>Most subscribers reviewed in a second by the server; those that change beyond it come later.</summary>
    public int ReviewsPerSecond { get; init; } = new ServerOptions().ReviewsPerSecond;

    /// <summary>Print JSON at the end.</summary>
    public bool Json { get; init; }
}
