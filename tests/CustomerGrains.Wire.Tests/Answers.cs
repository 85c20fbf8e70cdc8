using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace CustomerGrains.Wire.Tests;

/// <summary>What came back, counted by level; and what should not have.</summary>
internal sealed class Answers
{
    private const int MaxProblems = 20;

    private readonly ConcurrentDictionary<(string Level, string Answer), int> _counts = new();
    private readonly ConcurrentQueue<string> _problems = new();

    /// <summary>The first few answers that are none.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    public void Add(string level, string answer) => _counts.AddOrUpdate((level, answer), 1, static (_, count) => count + 1);

    /// <param name="exchange">What was sent, so that it can be repeated.</param>
    public void AddProblem(string level, string answer, string exchange)
    {
        Add(level, "PROBLEM");
        if (_problems.Count < MaxProblems) _problems.Enqueue($"{level}: {answer} to {exchange}");
    }

    /// <summary>One line for each answer, by level, the most frequent first.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var level in _counts.GroupBy(static c => c.Key.Level).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{level.Key}: {level.Sum(static c => c.Value):N0}");
            foreach (var ((_, answer), count) in level.OrderByDescending(static c => c.Value)) text.AppendLine(CultureInfo.InvariantCulture, $"  {count,9:N0}  {answer}");
        }
        return text.ToString();
    }
}
