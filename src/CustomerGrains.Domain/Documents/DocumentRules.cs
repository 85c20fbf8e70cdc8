using System.Globalization;

namespace CustomerGrains.Domain.Documents;

/// <summary>Collects what is wrong with a document: every rule is looked at, so that all of it is found at once.</summary>
public sealed class DocumentRules
{
    /// <summary>The most that is told of one document; what comes beyond is counted by no one who has these to mend.</summary>
    public const int MaxProblems = 100;

    /// <summary>A milliard of whole units: more than any threshold, and small enough that sums of bills stay in 64 bits.</summary>
    private const long MaxMicros = 1_000_000_000_000_000;

    private readonly List<DocumentProblem> _problems = [];

    public IReadOnlyList<DocumentProblem> Problems => _problems;

    public void Require(bool isMet, string path, string problem, string remedy)
    {
        if (!isMet && _problems.Count < MaxProblems) _problems.Add(new DocumentProblem(path, problem, remedy));
    }

    public void Range(string path, double value, double from, double to) =>
        Require(value >= from && value <= to, path, $"it is {Text(value)}", $"give {Text(from)} to {Text(to)}");

    public void Share(string path, double value) => Range(path, value, 0, 1);

    public void Score(string path, double value) => Range(path, value, 0, 100);

    /// <summary>≥ 0 micros.</summary>
    public void Money(string path, long micros) => Range(path, micros, 0, MaxMicros);

    /// <summary>Micros on either side of nothing.</summary>
    public void Margin(string path, long micros) => Range(path, micros, -MaxMicros, MaxMicros);

    /// <summary>Exactly, but for what binary fractions cannot say.</summary>
    public void Sum(string path, double sum, double expected, string members) =>
        Require(Math.Abs(sum - expected) < 1e-9, path, $"{members} make {Text(sum)}", $"let them make {Text(expected)}");

    /// <summary>Two bounds of which the second lies above the first.</summary>
    public void Above(string path, double value, string lowerPath, double lower) =>
        Require(value > lower, path, $"it is {Text(value)}, not above {lowerPath} ({Text(lower)})", $"give more than {Text(lower)}, or lower {lowerPath}");

    /// <summary>A fixed count of values, each above the one before.</summary>
    public void Ascending(string path, IReadOnlyList<double> values, int minCount, int maxCount)
    {
        Count(path, values.Count, minCount, maxCount);
        for (var i = 0; i < values.Count; i++)
        {
            Require(double.IsFinite(values[i]), $"{path}[{i}]", $"it is {Text(values[i])}", "give a finite number");
            if (i > 0) Require(values[i] > values[i - 1], $"{path}[{i}]", $"it is {Text(values[i])}, not above the one before it ({Text(values[i - 1])})", "let them ascend");
        }
    }

    /// <inheritdoc cref="Ascending(string, IReadOnlyList{double}, int, int)"/>
    public void AscendingMoney(string path, IReadOnlyList<long> values, int minCount, int maxCount)
    {
        for (var i = 0; i < values.Count; i++) Money($"{path}[{i}]", values[i]);
        Ascending(path, [.. values.Select(static v => (double)v)], minCount, maxCount);
    }

    public void Count(string path, int count, int from, int to) =>
        Require(count >= from && count <= to, path, $"it has {Text(count)} items", from == to ? $"give {Text(from)}" : $"give {Text(from)} to {Text(to)}");

    /// <summary>1 to 100 characters, none of them blank at an end.</summary>
    public void Name(string path, string value) =>
        Require(value.Length is > 0 and <= 100 && value.Trim() == value, path, $"it is '{value}'", "give 1 to 100 characters without blanks around them");

    /// <summary>Names, each once.</summary>
    public void Names(string path, IReadOnlyList<string> values, StringComparer comparer)
    {
        Count(path, values.Count, 0, 1_000);
        var seen = new HashSet<string>(comparer);
        for (var i = 0; i < values.Count; i++)
        {
            Name($"{path}[{i}]", values[i]);
            Require(seen.Add(values[i]), $"{path}[{i}]", $"'{values[i]}' is there twice", "leave one out");
        }
    }

    public void Text(string path, string value, int maxLength) =>
        Require(value.Length <= maxLength, path, $"it has {Text(value.Length)} characters", $"give at most {Text(maxLength)}");

    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
