namespace CustomerGrains.Cli.Mapping;

/// <summary>What became of a row.</summary>
internal enum RowOutcome
{
    /// <summary>It is a record, or a subscriber.</summary>
    Mapped,

    /// <summary>A filter leaves it out.</summary>
    Filtered,

    /// <summary>It cannot be read as the mapping says.</summary>
    Unmapped,
}
