namespace CustomerGrains.Cli.Mapping;

/// <summary>Why a row is neither a record nor a subscriber.</summary>
/// <param name="Line">The line in the file, from 1.</param>
/// <param name="Column">The column, or the columns, that the value comes from.</param>
/// <param name="Message">What is wrong with it.</param>
internal readonly record struct RowError(long Line, string Column, string Message)
{
    public override string ToString() => Column.Length == 0 ? $"line {Line}: {Message}" : $"line {Line}, column {Column}: {Message}";
}
