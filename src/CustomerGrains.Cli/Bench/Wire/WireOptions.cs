namespace CustomerGrains.Cli.Bench.Wire;

/// <summary>What <c>bench wire</c> was asked to do.</summary>
internal sealed record WireOptions
{
    /// <summary>How long each figure is measured.</summary>
    public int Seconds { get; init; } = 5;

    /// <summary>Callers side by side in the second unary figure.</summary>
    public int Callers { get; init; } = 64;

    /// <summary>Bytes of a unary request, and of its answer.</summary>
    public int UnaryBytes { get; init; } = 32;

    /// <summary>Streams side by side.</summary>
    public int Streams { get; init; } = 2;

    /// <summary>Messages under way per stream.</summary>
    public int Window { get; init; } = 8;

    /// <summary>Bytes of a streamed message: a batch of a thousand records.</summary>
    public int MessageBytes { get; init; } = 83_000;

    /// <summary>Folder whose <c>node_modules</c> has <c>@grpc/grpc-js</c>; null = not compared with.</summary>
    public string? Node { get; init; }

    /// <summary>Print JSON at the end.</summary>
    public bool Json { get; init; }
}
