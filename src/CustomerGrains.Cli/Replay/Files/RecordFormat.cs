namespace CustomerGrains.Cli.Replay.Files;

/// <summary>What a file of usage records is.</summary>
internal enum RecordFormat
{
    /// <summary>Rows and columns, read by a mapping.</summary>
    Csv,

    /// <summary>A CloudEvent on each line.</summary>
    Ndjson,
}
