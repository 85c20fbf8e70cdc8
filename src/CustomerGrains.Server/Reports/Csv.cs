using System.Text;

namespace CustomerGrains.Server.Reports;

/// <summary>Writes CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe in front.</summary>
internal static class Csv
{
    internal static string Write(IEnumerable<string> header, IEnumerable<IEnumerable<object>> lines)
    {
        var text = new StringBuilder();
        Line(text, header);
        foreach (var line in lines) Line(text, line);
        return text.ToString();
    }

    private static void Line(StringBuilder text, IEnumerable<object> values) => text.AppendJoin(',', values.Select(Value)).Append("\r\n");

    private static string Value(object value)
    {
        if (value is not string text) return Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!;
        if (text.Length > 0 && text[0] is ('=' or '+' or '-' or '@')) text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
