using System.Globalization;
using CustomerGrains.Cli.Mapping;
using CustomerGrains.Cli.Output;

namespace CustomerGrains.Cli.Import;

/// <summary>What is wrong with rows: the first few of each target for people, all of them in a file where one was asked for.</summary>
internal sealed class ImportErrors : IDisposable
{
    private const int MostShown = 20;

    private readonly string _file;
    private readonly Terminal _terminal;
    private readonly StreamWriter? _all;
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <param name="file">The one that is imported.</param>
    /// <param name="all">CSV, or null: <c>line,target,field,problem</c>.</param>
    /// <param name="terminal">Where the first ones are shown.</param>
    public ImportErrors(string file, string? all, Terminal terminal)
    {
        _file = file;
        _terminal = terminal;
        if (all is null) return;
        _all = new StreamWriter(all);
        _all.WriteLine("line,target,field,problem");
    }

    /// <summary>A row could not be mapped.</summary>
    public void Add(string target, RowError error) => Add(target, error.Line, error.Column, error.Message, $"{_file}, {error}");

    /// <summary>The server refused what a row became.</summary>
    public void Add(string target, long line, ItemResult result) =>
        Add(target, line, "", result.Message, $"{_file}, line {line}: refused, {result.Code}: {result.Message}");

    /// <summary>Says how many were not shown.</summary>
    public void End()
    {
        foreach (var (target, count) in _counts.Where(static pair => pair.Value > MostShown))
        {
            _terminal.Error.WriteLine($"… and {Terminal.Count(count - MostShown)} more of {target} that could not be mapped or were refused{(_all is null ? "; --errors FILE names all of them" : "")}.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _all?.Dispose();

    private void Add(string target, long line, string field, string problem, string text)
    {
        lock (_counts)
        {
            if ((_counts[target] = _counts.GetValueOrDefault(target) + 1) <= MostShown) _terminal.Error.WriteLine(text);
            _all?.WriteLine(string.Join(',', line.ToString(CultureInfo.InvariantCulture), target, Quoted(field), Quoted(problem)));
        }
    }

    private static string Quoted(string text) => text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
