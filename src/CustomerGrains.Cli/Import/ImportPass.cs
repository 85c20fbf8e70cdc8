using CustomerGrains.Cli.Mapping;

namespace CustomerGrains.Cli.Import;

/// <summary>One reading of the file: its rows as one kind of thing.</summary>
internal abstract class ImportPass(string target)
{
    /// <summary>As the mapping calls it.</summary>
    public string Target => target;

    /// <summary>Reads the file to its end and sends what its rows become.</summary>
    /// <exception cref="CliException">The file cannot be used.</exception>
    public abstract Task<ImportCounts> RunAsync(CsvSource source, ImportOptions options, ImportErrors errors, CancellationToken cancellationToken);
}
