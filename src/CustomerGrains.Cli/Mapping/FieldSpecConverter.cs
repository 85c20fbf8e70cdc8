using System.Text.Json;
using System.Text.Json.Serialization;

namespace CustomerGrains.Cli.Mapping;

/// <summary>
/// Reads a field: a text is the column's name; constants and values may be written as numbers and booleans. Written always in full.
/// </summary>
internal sealed class FieldSpecConverter : JsonConverter<FieldSpec>
{
    public override FieldSpec Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return new FieldSpec { Column = reader.GetString() };
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A field is a column's name or an object.");
        var spec = new FieldSpec();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString();
            reader.Read();
            spec = name switch
            {
                "column" => spec with { Column = Scalar(ref reader) },
                "template" => spec with { Template = Scalar(ref reader) },
                "constant" => spec with { Constant = Scalar(ref reader) },
                "default" => spec with { Default = Scalar(ref reader) },
                "values" => spec with { Values = ReadValues(ref reader) },
                "otherwise" => spec with { Otherwise = Scalar(ref reader) },
                "format" => spec with { Format = Scalar(ref reader) },
                "zone" => spec with { Zone = Scalar(ref reader) },
                "ambiguous" => spec with { Ambiguous = JsonSerializer.Deserialize<AmbiguousTime>(ref reader, options) },
                "unit" => spec with { Unit = Scalar(ref reader) },
                "rounding" => spec with { Rounding = JsonSerializer.Deserialize<Rounding>(ref reader, options) },
                _ => throw new JsonException($"A field has no '{name}'; it has column, template, constant, default, values, otherwise, format, zone, ambiguous, unit, rounding."),
            };
        }

        return spec;
    }

    public override void Write(Utf8JsonWriter writer, FieldSpec value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        WriteText(writer, "column", value.Column);
        WriteText(writer, "template", value.Template);
        WriteText(writer, "constant", value.Constant);
        WriteText(writer, "default", value.Default);
        if (value.Values is { } values)
        {
            writer.WriteStartObject("values");
            foreach (var (from, to) in values.OrderBy(static pair => pair.Key, StringComparer.Ordinal)) writer.WriteString(from, to);
            writer.WriteEndObject();
        }

        WriteText(writer, "otherwise", value.Otherwise);
        WriteText(writer, "format", value.Format);
        WriteText(writer, "zone", value.Zone);
        WriteText(writer, "ambiguous", value.Ambiguous?.ToString());
        WriteText(writer, "unit", value.Unit);
        WriteText(writer, "rounding", value.Rounding?.ToString());
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null) writer.WriteString(name, value);
    }

    private static Dictionary<string, string> ReadValues(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("'values' is an object: value in the file to value meant.");
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var from = reader.GetString()!;
            reader.Read();
            values[from] = Scalar(ref reader);
        }

        return values;
    }

    private static string Scalar(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => throw new JsonException("A text, a number or a boolean was expected."),
    };
}
