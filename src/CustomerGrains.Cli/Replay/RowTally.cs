using CustomerGrains.Cli.Mapping;

namespace CustomerGrains.Cli.Replay;

/// <summary>What became of a file's rows, and the first errors.</summary>
internal sealed class RowTally
{
    /// <summary>Errors that are kept to be shown.</summary>
    public const int MostErrors = 20;

    private readonly List<RowError> _errors = [];

    /// <summary>Rows read, without the header.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows that became records or subscribers.</summary>
    public long Mapped { get; private set; }

    /// <summary>Rows that a filter left out.</summary>
    public long Filtered { get; private set; }

    /// <summary>Rows that could not be read as the mapping says.</summary>
    public long Unmapped { get; private set; }

    /// <summary>The first errors.</summary>
    public IReadOnlyList<RowError> Errors => _errors;

    /// <summary>Enters a row.</summary>
    public void Add(RowOutcome outcome, RowError error)
    {
        Rows++;
        switch (outcome)
        {
            case RowOutcome.Mapped:
                Mapped++;
                break;
            case RowOutcome.Filtered:
                Filtered++;
                break;
            default:
                Unmapped++;
                if (_errors.Count < MostErrors) _errors.Add(error);
                break;
        }
    }

    /// <summary>Shows the errors.</summary>
    public void WriteErrors(TextWriter writer, string file)
    {
        foreach (var error in _errors) writer.WriteLine($"{file}, {error}");
        if (Unmapped > _errors.Count) writer.WriteLine($"… and {Unmapped - _errors.Count:N0} more rows that could not be mapped.");
    }
}
