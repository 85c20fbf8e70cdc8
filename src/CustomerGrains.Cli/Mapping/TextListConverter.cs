using System.Text.Json;
using System.Text.Json.Serialization;

namespace CustomerGrains.Cli.Mapping;

/// <summary>Reads one text, or a list of texts, as a list.</summary>
internal sealed class TextListConverter : JsonConverter<TextList>
{
    public override TextList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return new TextList([reader.GetString()!]);
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("A text or a list of texts was expected.");
        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String) throw new JsonException("A list of texts was expected.");
            texts.Add(reader.GetString()!);
        }

        return new TextList(texts);
    }

    public override void Write(Utf8JsonWriter writer, TextList value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var text in value.Texts.Order(StringComparer.Ordinal)) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
