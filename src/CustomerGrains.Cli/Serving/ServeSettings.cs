using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CustomerGrains.Cli.Serving;

/// <summary>
/// What a server can be told, from a JSON file, the environment and the command line; what none of them says has the default of
/// <see cref="ServerSettings"/>.
/// </summary>
internal sealed record ServeSettings
{
    /// <summary>The folder of the store.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Address to listen on; port 0 takes a free one.</summary>
    public string? Listen { get; init; }

    /// <summary><c>wall</c> or <c>stream</c>.</summary>
    public string? Clock { get; init; }

    /// <summary>IANA id of the zone that days and months are those of.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Days of daily usage kept per subscriber.</summary>
    public int? DayWindow { get; init; }

    /// <summary>Environment variables, and the setting that each is.</summary>
    public static IReadOnlyList<(string Variable, string Meaning)> Variables { get; } =
    [
        ("CG_DATA_DIRECTORY", "--data"), ("CG_LISTEN", "--listen"), ("CG_CLOCK", "--clock"), ("CG_TIME_ZONE", "--time-zone"), ("CG_DAY_WINDOW", "--day-window"),
    ];

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Reads a JSON file: dataDirectory, listen, clock, timeZone, dayWindow.</summary>
    /// <exception cref="CliException">There is no such file, or it says something else.</exception>
    public static ServeSettings FromFile(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ServeSettings>(File.ReadAllText(path), Json) ?? new ServeSettings();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CliException($"Cannot use the configuration {path}: {exception.Message}", CliException.Usage);
        }
    }

    /// <summary>Reads the environment.</summary>
    /// <exception cref="CliException">A variable is no value of its setting.</exception>
    public static ServeSettings FromEnvironment(Func<string, string?> variable)
    {
        int? dayWindow = null;
        if (variable("CG_DAY_WINDOW") is { Length: > 0 } text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days))
            {
                throw new CliException($"CG_DAY_WINDOW is '{text}', which is not a number of days.", CliException.Usage);
            }

            dayWindow = days;
        }

        return new ServeSettings
        {
            DataDirectory = NotEmpty(variable("CG_DATA_DIRECTORY")),
            Listen = NotEmpty(variable("CG_LISTEN")),
            Clock = NotEmpty(variable("CG_CLOCK")),
            TimeZone = NotEmpty(variable("CG_TIME_ZONE")),
            DayWindow = dayWindow,
        };
    }

    /// <summary>These settings, and where they say nothing those.</summary>
    public ServeSettings Over(ServeSettings lower) => new()
    {
        DataDirectory = DataDirectory ?? lower.DataDirectory,
        Listen = Listen ?? lower.Listen,
        Clock = Clock ?? lower.Clock,
        TimeZone = TimeZone ?? lower.TimeZone,
        DayWindow = DayWindow ?? lower.DayWindow,
    };

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
