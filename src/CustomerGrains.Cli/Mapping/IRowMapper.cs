namespace CustomerGrains.Cli.Mapping;

/// <summary>Makes something of a file's rows as a mapping says. Not safe for use by several threads at once.</summary>
internal interface IRowMapper<TItem>
{
    /// <summary>What is wrong with the row for which the outcome was <see cref="RowOutcome.Unmapped"/>.</summary>
    RowError Error { get; }

    /// <summary>Makes an item of the current row; meant to be sent only when the row is <see cref="RowOutcome.Mapped"/>.</summary>
    RowOutcome TryMap(CsvSource row, out TItem item);
}
