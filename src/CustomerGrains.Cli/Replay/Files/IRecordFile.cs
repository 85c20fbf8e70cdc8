using CustomerGrains.Cli.Mapping;

namespace CustomerGrains.Cli.Replay.Files;

/// <summary>A file of usage records, read row by row; no more of it is in memory than a row.</summary>
internal interface IRecordFile : IDisposable
{
    /// <summary>What is wrong with the row for which the outcome was <see cref="RowOutcome.Unmapped"/>.</summary>
    RowError Error { get; }

    /// <summary>Reads the next row; false at the end.</summary>
    /// <exception cref="CliException">The file is not what it should be from here on.</exception>
    bool TryRead(out RowOutcome outcome, out EncodedRecord record);
}
