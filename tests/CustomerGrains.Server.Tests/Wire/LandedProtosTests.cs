using System.Reflection;
using CustomerGrains.V1;
using Google.Protobuf.Reflection;

namespace CustomerGrains.Server.Tests.Wire;

/// <summary>What has landed of the API keeps its number, type and label: protos/landed.txt has a line for each field, enum value and method. New ones
/// are welcome: <see cref="Extend"/> adds them to the listing, and without being there they do not land.</summary>
public sealed class LandedProtosTests
{
    private const string Extend = "CG_PIN=1 dotnet test tests/CustomerGrains.Server.Tests -c Release --filter FullyQualifiedName~LandedProtos";

    private static readonly string Listing = Path.Combine(
        typeof(LandedProtosTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Repository").Value!, "protos", "landed.txt");

    [Fact]
    public async Task Every_landed_field_enum_value_and_method_is_as_it_was()
    {
        var listed = (await File.ReadAllLinesAsync(Listing)).Where(IsDeclaration).ToList();
        var now = Declarations();
        var broken = listed.Except(now).ToList();
        var byName = now.ToLookup(NameOf);
        Assert.True(broken.Count == 0, "Clients out there rely on these; leave them as they were, and add others instead:\n" + string.Join(
            '\n', broken.Select(line => $"  landed: {line}\n  now:    {string.Join(" | ", byName[NameOf(line)].DefaultIfEmpty("gone"))}")));
        var added = now.Except(listed).ToList();
        if (added.Count > 0 && Environment.GetEnvironmentVariable("CG_PIN") == "1") await File.WriteAllLinesAsync(Listing, Text(listed.Union(now)));
        else Assert.True(added.Count == 0, $"{added.Count} declarations are not in protos/landed.txt and are held to nothing. If they are as they shall stay, add them:\n  {Extend}\n{string.Join('\n', added)}");
    }

    [Fact]
    public async Task The_listing_is_sorted_and_names_each_declaration_once()
    {
        var lines = await File.ReadAllLinesAsync(Listing);
        var listed = lines.Where(IsDeclaration).ToList();
        Assert.Equal(Text(listed), lines);
        Assert.Equal(listed.Count, listed.Select(NameOf).Distinct().Count());
        Assert.True(listed.Count > 1_000, $"{listed.Count} declarations are few: the listing is cut.");
    }

    [Theory]
    [InlineData("customergrains.v1.UsageRecord.msisdn = 4 string")]
    [InlineData("customergrains.v1.PublishRequest.open = 1 customergrains.v1.OpenStream oneof request")]
    [InlineData("customergrains.v1.Subscriber.days = 7 repeated customergrains.v1.DayUsage")]
    [InlineData("customergrains.v1.GetPolicyRequest.version = 1 optional uint32")]
    [InlineData("customergrains.v1.Treatment.TREATMENT_MAINTAIN = 3")]
    [InlineData("customergrains.v1.UsageFeed.Publish (stream customergrains.v1.PublishRequest) returns (stream customergrains.v1.PublishResponse)")]
    public void A_line_says_name_number_label_and_type(string line) => Assert.Contains(line, Declarations());

    private static bool IsDeclaration(string line) => line.Length > 0 && line[0] != '#';

    private static string NameOf(string line) => line[..line.IndexOf(' ', StringComparison.Ordinal)];

    private static IEnumerable<string> Text(IEnumerable<string> declarations) =>
    [
        "# Every field, enum value and method that clients rely on; a test holds protos/ to each line. New ones are added by",
        $"#   {Extend}",
        .. declarations.Order(StringComparer.Ordinal),
    ];

    private static List<string> Declarations()
    {
        var lines = new List<string>();
        var files = typeof(UsageFeed).Assembly.GetExportedTypes()
            .Select(static type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static))
            .Where(static property => property?.PropertyType == typeof(FileDescriptor))
            .Select(static property => (FileDescriptor)property!.GetValue(null)!);
        foreach (var file in files.Where(static f => f.Package == "customergrains.v1"))
        {
            foreach (var message in file.MessageTypes) Add(lines, message);
            foreach (var type in file.EnumTypes) Add(lines, type);
            foreach (var method in file.Services.SelectMany(static s => s.Methods)) lines.Add(
                $"{method.FullName} ({Streamed(method.IsClientStreaming)}{method.InputType.FullName}) returns ({Streamed(method.IsServerStreaming)}{method.OutputType.FullName})");
        }
        return lines;
    }

    private static string Streamed(bool isStream) => isStream ? "stream " : "";

    private static void Add(List<string> lines, MessageDescriptor message)
    {
        foreach (var field in message.Fields.InDeclarationOrder()) lines.Add(FormattableString.Invariant($"{field.FullName} = {field.FieldNumber} {Label(field)}{TypeOf(field)}{OneofOf(field)}"));
        // The entry of a map is a message of its own: its types are in here.
        foreach (var nested in message.NestedTypes) Add(lines, nested);
        foreach (var type in message.EnumTypes) Add(lines, type);
    }

    private static void Add(List<string> lines, EnumDescriptor type)
    {
        foreach (var value in type.Values) lines.Add(FormattableString.Invariant($"{type.FullName}.{value.Name} = {value.Number}"));
    }

    private static string Label(FieldDescriptor field) => field.IsRepeated ? "repeated " : field.ToProto().Proto3Optional ? "optional " : "";

    private static string OneofOf(FieldDescriptor field) => field.RealContainingOneof is { } oneof ? $" oneof {oneof.Name}" : "";

    private static string TypeOf(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message or FieldType.Group => field.MessageType.FullName,
        FieldType.Enum => field.EnumType.FullName,
        _ => field.FieldType.ToString().ToLowerInvariant(),
    };
}
