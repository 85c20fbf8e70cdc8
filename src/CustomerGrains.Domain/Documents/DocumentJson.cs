using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CustomerGrains.Domain.Documents;

/// <summary>
/// How documents are read and written as JSON. Reading takes comments and trailing commas, fills what is not said with its default, and
/// refuses a member that is unknown, twice there or null where it may not be. Writing says every member, in the order of their
/// declaration, the shortest number that reads back as the same: the same value is always the same text.
/// </summary>
/// <remarks>By reflection: generated readers do not keep the defaults of <c>init</c> members.</remarks>
public static class DocumentJson
{
    private static readonly JsonSerializerOptions Compact = Options(isIndented: false);
    private static readonly JsonSerializerOptions Indented = Options(isIndented: true);

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static DocumentReading<T> Read<T>(string json)
        where T : class
    {
        var problems = new List<DocumentProblem>();
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            FindUnreadable("", document.RootElement, Compact.GetTypeInfo(typeof(T)), problems);
            if (problems.Count > 0) return new DocumentReading<T>(null, problems);
            if (JsonSerializer.Deserialize<T>(json, Compact) is { } value) return new DocumentReading<T>(value, problems);
            problems.Add(new DocumentProblem("", "it is null", "give a JSON object"));
        }
        catch (JsonException exception)
        {
            problems.Add(Explain(exception));
        }
        return new DocumentReading<T>(null, problems);
    }

    /// <summary>In one line: what is kept, compared and digested.</summary>
    public static string Write<T>(T value)
        where T : class => JsonSerializer.Serialize(value, Compact);

    /// <summary>The same, laid out for people.</summary>
    public static string WriteIndented<T>(T value)
        where T : class => JsonSerializer.Serialize(value, Indented);

    /// <summary>What the reader would stop at one by one: members that are unknown, required and missing, or null in a list. As many as are told
    /// of a document at all: a text full of them is not worth more.</summary>
    private static void FindUnreadable(string path, JsonElement element, JsonTypeInfo type, List<DocumentProblem> problems)
    {
        if (element.ValueKind == JsonValueKind.Array && type.Kind == JsonTypeInfoKind.Enumerable)
        {
            var item = Compact.GetTypeInfo(type.ElementType!);
            for (var i = 0; i < element.GetArrayLength(); i++)
            {
                if (element[i].ValueKind == JsonValueKind.Null) Add(problems, new DocumentProblem($"{path}[{i}]", "it is null", "leave the item out"));
                else FindUnreadable($"{path}[{i}]", element[i], item, problems);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object && type.Kind == JsonTypeInfoKind.Object)
        {
            foreach (var property in type.Properties)
            {
                if (property.IsRequired && !element.TryGetProperty(property.Name, out _)) Add(problems, new DocumentProblem(Join(path, property.Name), "it is not given", "give it"));
            }
            foreach (var member in element.EnumerateObject())
            {
                var at = Join(path, member.Name);
                var known = type.Properties.FirstOrDefault(p => p.Name == member.Name);
                if (known is null) Add(problems, new DocumentProblem(at, "there is no such member", $"leave it out, or use one of {string.Join(", ", type.Properties.Select(static p => p.Name))}"));
                else FindUnreadable(at, member.Value, Compact.GetTypeInfo(known.PropertyType), problems);
            }
        }
    }

    private static void Add(List<DocumentProblem> problems, DocumentProblem problem)
    {
        if (problems.Count < DocumentRules.MaxProblems) problems.Add(problem);
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>The reader's own message names .NET types; the place and the line are what helps.</summary>
    private static DocumentProblem Explain(JsonException exception)
    {
        var path = exception.Path is { } at ? at.TrimStart('$').TrimStart('.') : "";
        var line = exception.LineNumber is { } number ? $" (line {number + 1}, byte {exception.BytePositionInLine + 1})" : "";
        return exception.InnerException is JsonException or null && path.Length == 0
            ? new DocumentProblem("", $"it is not JSON as expected{line}: {exception.Message.Split(" LineNumber")[0]}", "mend it there")
            : new DocumentProblem(path, $"the value cannot be read{line}", "give a value of the kind that stands there in the default document");
    }

    private static JsonSerializerOptions Options(bool isIndented)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            ReadCommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            WriteIndented = isIndented,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        options.MakeReadOnly();
        return options;
    }
}
