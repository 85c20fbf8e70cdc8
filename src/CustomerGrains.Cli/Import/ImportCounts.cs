namespace CustomerGrains.Cli.Import;

/// <summary>What became of a file's rows as one kind of thing.</summary>
/// <param name="Target">As the mapping calls it.</param>
/// <param name="Filtered">Left out by a filter, or without an id where that is optional.</param>
/// <param name="Repeated">Rows that repeated one, with --distinct.</param>
/// <param name="Done">Registered, described, recorded.</param>
/// <param name="Known">Of those, what was known before and changed nothing.</param>
internal sealed record ImportCounts(string Target, long Rows, long Filtered, long Unmapped, long Repeated, long Done, long Known, long Refused);
