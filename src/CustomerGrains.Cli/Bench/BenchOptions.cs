using System.Text.Json.Serialization;
using CustomerGrains.Cli.Connecting;
using CustomerGrains.Server.Hosting;

namespace CustomerGrains.Cli.Bench;

/// <summary>What <c>bench path</c> was asked to do.</summary>
internal sealed record BenchOptions
{
    /// <summary>A running server with a stream clock; one in this process when not given.</summary>
    [JsonIgnore]
    public ServerConnection? Connection { get; init; }

    /// <summary>Its address.</summary>
    public Uri? Server => Connection?.Address;

    /// <summary>Folder of the store of the server in this process; a temporary one, deleted at the end, when not given.</summary>
    public string? Data { get; init; }

    /// <summary>Subscribers, drawn uniformly.</summary>
    public int Subscribers { get; init; } = 200_000;

    /// <summary>How long records are sent.</summary>
    public int Seconds { get; init; } = 300;

    /// <summary>Streams side by side.</summary>
    public int Streams { get; init; } = 2;

    /// <summary>Records in a batch.</summary>
    public int Batch { get; init; } = 1_000;

    /// <summary>Batches under way per stream.</summary>
    public int Window { get; init; } = 32;

    /// <summary>Records of a subscriber in a day of event time.</summary>
    public int RecordsPerDay { get; init; } = 24;

    /// <summary>Seconds between two lines of the report.</summary>
    public int ReportSeconds { get; init; } = 5;

    /// <summary>Seconds at least between two checkpoints of the server in this process.</summary>
    public int CheckpointSeconds { get; init; } = 60;

    /// <summary>Most subscribers reviewed in a second by the server in this process; 0 = none.</summary>
    public int ReviewsPerSecond { get; init; } = new ServerOptions().ReviewsPerSecond;

    /// <summary>Print JSON at the end.</summary>
    public bool Json { get; init; }
}
