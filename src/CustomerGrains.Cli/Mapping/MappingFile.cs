using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Parties;

namespace CustomerGrains.Cli.Mapping;

/// <summary>
/// How the rows of a CSV file become usage records (<c>record</c>), or subscribers, customers, accounts, groups, prospects and what links
/// them: the JSON file that <c>replay</c> and <c>import</c> take. The README of this project is its reference.
/// </summary>
internal sealed record MappingFile
{
    /// <summary>For the reader.</summary>
    public string? Description { get; init; }

    /// <summary>The source's name unless <c>--source</c> says another.</summary>
    public string? Source { get; init; }

    /// <summary>Between columns; one character or a short text.</summary>
    public string Delimiter { get; init; } = ",";

    /// <summary>The first line names the columns; otherwise they are called 1, 2, 3 …</summary>
    public bool Header { get; init; } = true;

    /// <summary>How national numbers become E.164; without it numbers are taken to be E.164 already.</summary>
    public NumberingPlan? NumberingPlan { get; init; }

    /// <summary>Rows for which not all of these hold are left out, and counted as filtered.</summary>
    public IReadOnlyList<RowFilter> Filters { get; init; } = [];

    /// <summary>Usage records.</summary>
    public RecordMapping? Record { get; init; }

    /// <summary>Subscribers.</summary>
    public SubscriberMapping? Subscriber { get; init; }

    /// <summary>Customers.</summary>
    public PartyMapping? Customer { get; init; }

    /// <summary>Accounts.</summary>
    public PartyMapping? Account { get; init; }

    /// <summary>Groups.</summary>
    public PartyMapping? Group { get; init; }

    /// <summary>Prospects.</summary>
    public PartyMapping? Prospect { get; init; }

    /// <summary>Whose lines are.</summary>
    public CustomerLinkMapping? CustomerLink { get; init; }

    /// <summary>In which groups lines are.</summary>
    public MembershipMapping? Membership { get; init; }

    internal static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new FieldSpecConverter(), new TextListConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Reads a mapping from its file.</summary>
    /// <exception cref="CliException">There is no such file, or it is not a mapping; the message says where.</exception>
    public static MappingFile Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"Cannot read the mapping {path}: {exception.Message}", CliException.Usage);
        }
        catch (CliException exception)
        {
            throw new CliException($"{path}: {exception.Message}", CliException.Usage);
        }
    }

    /// <summary>Reads a mapping from JSON text.</summary>
    /// <exception cref="CliException">It is not a mapping; the message says where.</exception>
    public static MappingFile Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<MappingFile>(json, Json) ?? throw new CliException("The mapping is empty.", CliException.Usage);
        }
        catch (JsonException exception)
        {
            throw new CliException($"Not a mapping: {exception.Message}", CliException.Usage);
        }
    }

    /// <summary>
    /// The part that decides what records come out of a file, always written the same way: two mappings with the same text make the
    /// same records, however their files are laid out.
    /// </summary>
    public string CanonicalRecordText() => JsonSerializer.Serialize(this with
    {
        Description = null,
        Source = null,
        Subscriber = null,
        Customer = null,
        Account = null,
        Group = null,
        Prospect = null,
        CustomerLink = null,
        Membership = null,
    }, Json);

    /// <summary>What is said of whom.</summary>
    internal IEnumerable<(PartyKind Kind, PartyMapping Party)> Parties()
    {
        if (Customer is not null) yield return (PartyKind.Customer, Customer);
        if (Account is not null) yield return (PartyKind.Account, Account);
        if (Group is not null) yield return (PartyKind.Group, Group);
        if (Prospect is not null) yield return (PartyKind.Prospect, Prospect);
    }
}
