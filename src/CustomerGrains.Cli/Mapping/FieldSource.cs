using System.Globalization;
using System.Text;

namespace CustomerGrains.Cli.Mapping;

/// <summary>A field's text for each row: a <see cref="FieldSpec"/> with its columns looked up.</summary>
internal sealed class FieldSource
{
    private readonly FieldSpec _spec;
    private readonly int _column = -1;
    private readonly IReadOnlyList<(string Text, int Column)> _parts = [];
    private readonly StringBuilder _builder = new();

    /// <summary>Stands for the line number in a template.</summary>
    private const int Row = -2;

    private const int Literal = -1;

    /// <param name="field">The field's name in the mapping, for messages.</param>
    /// <param name="spec">Where its value comes from.</param>
    /// <param name="columns">The file's columns.</param>
    /// <param name="problems">Takes what is wrong with the field.</param>
    public FieldSource(string field, FieldSpec spec, IReadOnlyList<string> columns, List<string> problems)
    {
        Field = field;
        _spec = spec;
        var sources = (spec.Column is null ? 0 : 1) + (spec.Template is null ? 0 : 1) + (spec.Constant is null ? 0 : 1);
        if (sources != 1) problems.Add($"{field} needs exactly one of column, template and constant.");
        Columns = spec.Column ?? spec.Template ?? "";
        if (spec.Column is not null) _column = Find(field, spec.Column, columns, problems);
        if (spec.Template is not null) _parts = Split(field, spec.Template, columns, problems);
        if (spec.Otherwise is not null && spec.Values is null) problems.Add($"{field} has otherwise but no values.");
    }

    /// <summary>The field's name in the mapping.</summary>
    public string Field { get; }

    /// <summary>What messages call the value's place.</summary>
    public string Columns { get; }

    /// <summary>How to read the text.</summary>
    public FieldSpec Spec => _spec;

    /// <summary>The same text for every row, or null.</summary>
    public string? Fixed => _spec.Constant;

    /// <summary>The current row's text, after <c>default</c> and <c>values</c>; null when it is empty.</summary>
    /// <returns>False when <c>values</c> does not list it.</returns>
    public bool TryGet(CsvSource row, out string? value, out string? problem)
    {
        problem = null;
        value = _column >= 0 ? row[_column].Trim() : _parts.Count > 0 ? Fill(row) : _spec.Constant;
        if (string.IsNullOrEmpty(value)) value = _spec.Default;
        if (_spec.Values is null || value is null) return true;
        if (_spec.Values.TryGetValue(value, out var meant))
        {
            value = meant;
            return true;
        }

        if (_spec.Otherwise is not null)
        {
            value = _spec.Otherwise;
            return true;
        }

        problem = $"'{value}' is not one of {string.Join(", ", _spec.Values.Keys)}";
        return false;
    }

    /// <summary>A column's index; a problem and -1 when there is none of that name.</summary>
    public static int Find(string field, string column, IReadOnlyList<string> columns, List<string> problems)
    {
        for (var index = 0; index < columns.Count; index++)
        {
            if (columns[index] == column) return index;
        }

        problems.Add($"{field}: the file has no column '{column}'; it has {string.Join(", ", columns)}.");
        return -1;
    }

    private string Fill(CsvSource row)
    {
        _builder.Clear();
        foreach (var (text, column) in _parts)
        {
            if (column == Literal) _builder.Append(text);
            else if (column == Row) _builder.Append(CultureInfo.InvariantCulture, $"{row.Line}");
            else _builder.Append(row[column].AsSpan().Trim());
        }

        return _builder.ToString();
    }

    private static List<(string Text, int Column)> Split(string field, string template, IReadOnlyList<string> columns, List<string> problems)
    {
        var parts = new List<(string, int)>();
        var at = 0;
        while (at < template.Length)
        {
            var open = template.IndexOf('{', at);
            if (open < 0) open = template.Length;
            if (open > at) parts.Add((template[at..open], Literal));
            if (open == template.Length) break;
            var close = template.IndexOf('}', open);
            if (close < 0)
            {
                problems.Add($"{field}: '{template}' has a '{{' without '}}'.");
                break;
            }

            var name = template[(open + 1)..close];
            parts.Add((name, name == "row" ? Row : Find(field, name, columns, problems)));
            at = close + 1;
        }

        return parts;
    }
}
