using System.Text.RegularExpressions;

namespace CustomerGrains.Cli.Mapping;

/// <summary>The mapping's filters with their columns looked up.</summary>
internal sealed class FilterSet
{
    /// <summary>A pattern that takes longer than this on one value is a mistake in the pattern.</summary>
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private readonly List<Func<CsvSource, bool>> _conditions = [];

    public FilterSet(IReadOnlyList<RowFilter> filters, IReadOnlyList<string> columns, List<string> problems)
    {
        foreach (var filter in filters)
        {
            var column = FieldSource.Find("filters", filter.Column, columns, problems);
            if (filter is { EqualTo: null, NotEqualTo: null, Matches: null, NotMatches: null })
            {
                problems.Add($"filters: the one on '{filter.Column}' needs equals, notEquals, matches or notMatches.");
            }

            if (filter.EqualTo is { } equal) _conditions.Add(row => equal.Texts.Contains(row[column], StringComparer.Ordinal));
            if (filter.NotEqualTo is { } unequal) _conditions.Add(row => !unequal.Texts.Contains(row[column], StringComparer.Ordinal));
            if (Pattern(filter.Matches, problems) is { } matches) _conditions.Add(row => matches.IsMatch(row[column]));
            if (Pattern(filter.NotMatches, problems) is { } notMatches) _conditions.Add(row => !notMatches.IsMatch(row[column]));
        }
    }

    /// <summary>All conditions hold for the current row.</summary>
    public bool Takes(CsvSource row)
    {
        foreach (var condition in _conditions)
        {
            if (!condition(row)) return false;
        }

        return true;
    }

    private static Regex? Pattern(string? pattern, List<string> problems)
    {
        if (pattern is null) return null;
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled, MatchTimeout);
        }
        catch (ArgumentException exception)
        {
            problems.Add($"filters: '{pattern}' is no regular expression: {exception.Message}");
            return null;
        }
    }
}
