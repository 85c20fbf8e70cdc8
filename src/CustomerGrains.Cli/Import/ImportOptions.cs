namespace CustomerGrains.Cli.Import;

/// <summary>What <c>import</c> was asked to do.</summary>
internal sealed record ImportOptions
{
    /// <summary>The CSV file.</summary>
    public required string File { get; init; }

    /// <summary>The mapping's file.</summary>
    public required string Mapping { get; init; }

    /// <summary>Every id once; rows that repeat it must say the same.</summary>
    public bool Distinct { get; init; }

    /// <summary>Items in a call.</summary>
    public int Batch { get; init; } = 500;

    /// <summary>Calls at a time.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>Rows that cannot be mapped are no failure.</summary>
    public bool SkipUnmapped { get; init; }

    /// <summary>Where every line that failed is named (CSV), or null.</summary>
    public string? Errors { get; init; }

    /// <summary>Print JSON.</summary>
    public bool Json { get; init; }
}
