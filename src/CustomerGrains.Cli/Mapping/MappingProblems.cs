namespace CustomerGrains.Cli.Mapping;

/// <summary>Says everything that is wrong with a mapping at once.</summary>
internal static class MappingProblems
{
    /// <exception cref="CliException">There are problems.</exception>
    public static void ThrowIfAny(IReadOnlyList<string> problems)
    {
        if (problems.Count == 0) return;
        throw new CliException($"The mapping does not fit the file:{string.Concat(problems.Distinct().Select(static problem => $"\n  {problem}"))}", CliException.Usage);
    }
}
