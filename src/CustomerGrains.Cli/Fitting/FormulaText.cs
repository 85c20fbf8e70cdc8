using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Documents;

namespace CustomerGrains.Cli.Fitting;

/// <summary>A formula laid out as a person would: a bin a line, and nothing said that is so anyway.</summary>
internal static class FormulaText
{
    /// <summary>Deeper than this everything of an object stands in one line.</summary>
    private const int Levels = 3;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(ChurnFormula formula)
    {
        var text = new StringBuilder();
        Write(text, JsonNode.Parse(DocumentJson.Write(formula))!, 0);
        return text.Append('\n').ToString();
    }

    private static void Write(StringBuilder text, JsonNode node, int level)
    {
        var isList = node is JsonArray;
        var items = isList
            ? node.AsArray().Select(static item => (Name: (string?)null, Value: item!)).ToArray()
            : node is JsonObject members ? [.. members.Where(static member => !IsImplied(member.Value)).Select(static member => (Name: (string?)member.Key, Value: member.Value!))] : [];
        if (node is JsonValue)
        {
            text.Append(node.ToJsonString(Plain));
            return;
        }
        var isOneLine = level > Levels || (level > 0 && !isList && items.All(static item => item.Value is JsonValue)) || (level == Levels - 1 && !isList && items.All(static item => item.Value is not JsonArray) && items.Length < 3);
        text.Append(isList ? '[' : '{');
        for (var i = 0; i < items.Length; i++)
        {
            text.Append(i > 0 ? "," : "");
            if (isOneLine) text.Append(i > 0 || !isList ? " " : "");
            else text.Append('\n').Append(' ', 2 * (level + 1));
            if (items[i].Name is { } name) text.Append('"').Append(name).Append("\": ");
            Write(text, items[i].Value, level + 1);
        }
        if (!isOneLine) text.Append('\n').Append(' ', 2 * level);
        else if (!isList) text.Append(' ');
        text.Append(isList ? ']' : '}');
    }

    /// <summary>Null and empty texts are what a reader takes for granted.</summary>
    private static bool IsImplied(JsonNode? value) => value is null || (value is JsonValue text && text.TryGetValue<string>(out var content) && content.Length == 0);
}
