using CustomerGrains.Cli.Generation;

namespace CustomerGrains.Cli.Demo;

/// <summary>What <c>demo</c> was asked to do.</summary>
internal sealed record DemoOptions
{
    /// <summary>What is generated.</summary>
    public required GeneratorOptions Generator { get; init; }

    /// <summary>The store's folder; a temporary one, deleted at the end, when not given.</summary>
    public string? Data { get; init; }

    /// <summary>Address to listen on.</summary>
    public required string Listen { get; init; }

    /// <summary>End after the summary instead of serving on.</summary>
    public bool Exit { get; init; }
}
