using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Server.Hosting;

namespace CustomerGrains.Cli.Serving;

/// <summary>
/// What a server can be told, from a JSON file, the environment and the command line; what none of them says has the default of
/// <see cref="ServerOptions"/>.
/// </summary>
internal sealed record ServeSettings
{
    /// <summary>The folder of the store.</summary>
    public string? Data { get; init; }

    /// <summary>Address to listen on; port 0 takes a free one.</summary>
    public string? Listen { get; init; }

    /// <summary><c>wall</c> or <c>stream</c>.</summary>
    public string? Clock { get; init; }

    /// <summary>IANA id of the zone that days and months are those of; fixed per store.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Days of daily usage kept per subscriber; fixed per store.</summary>
    public int? DayWindow { get; init; }

    /// <summary>Least seconds between two checkpoints.</summary>
    public int? CheckpointSeconds { get; init; }

    /// <summary>Size of a log segment.</summary>
    public int? SegmentMegabytes { get; init; }

    /// <summary>Seconds a grain stays active without being called.</summary>
    public int? IdleSeconds { get; init; }

    /// <summary>Seconds that calls under way get when the server stops.</summary>
    public int? ShutdownSeconds { get; init; }

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Reads a JSON file whose members are this record's.</summary>
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

    /// <summary>Reads the environment: every setting's option in capitals behind <c>CG_SERVE_</c>, such as CG_SERVE_TIME_ZONE.</summary>
    /// <exception cref="CliException">A variable is no value of its setting.</exception>
    public static ServeSettings FromEnvironment(Func<string, string?> variable)
    {
        string? Text(string name) => variable($"CG_SERVE_{name}") is { Length: > 0 } text ? text : null;
        int? Number(string name)
        {
            if (Text(name) is not { } text) return null;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
            throw new CliException($"CG_SERVE_{name} is '{text}', which is not a whole number.", CliException.Usage);
        }

        return new ServeSettings
        {
            Data = Text("DATA"),
            Listen = Text("LISTEN"),
            Clock = Text("CLOCK"),
            TimeZone = Text("TIME_ZONE"),
            DayWindow = Number("DAY_WINDOW"),
            CheckpointSeconds = Number("CHECKPOINT_SECONDS"),
            SegmentMegabytes = Number("SEGMENT_MEGABYTES"),
            IdleSeconds = Number("IDLE_SECONDS"),
            ShutdownSeconds = Number("SHUTDOWN_SECONDS"),
        };
    }

    /// <summary>These settings, and where they say nothing those.</summary>
    public ServeSettings Over(ServeSettings lower) => new()
    {
        Data = Data ?? lower.Data,
        Listen = Listen ?? lower.Listen,
        Clock = Clock ?? lower.Clock,
        TimeZone = TimeZone ?? lower.TimeZone,
        DayWindow = DayWindow ?? lower.DayWindow,
        CheckpointSeconds = CheckpointSeconds ?? lower.CheckpointSeconds,
        SegmentMegabytes = SegmentMegabytes ?? lower.SegmentMegabytes,
        IdleSeconds = IdleSeconds ?? lower.IdleSeconds,
        ShutdownSeconds = ShutdownSeconds ?? lower.ShutdownSeconds,
    };

    /// <summary>The server's options.</summary>
    /// <exception cref="CliException">Something is wrong; the message says what to write instead.</exception>
    public ServerOptions ToOptions()
    {
        var byDefault = new ServerOptions();
        var options = byDefault with
        {
            DataDirectory = Data ?? byDefault.DataDirectory,
            Listen = Listen ?? byDefault.Listen,
            Clock = Clock switch
            {
                null => byDefault.Clock,
                "wall" => ClockMode.Wall,
                "stream" => ClockMode.Stream,
                _ => throw new CliException($"clock: '{Clock}' is neither wall nor stream.", CliException.Usage),
            },
            TimeZone = TimeZone,
            DayWindow = DayWindow,
            CheckpointSeconds = CheckpointSeconds ?? byDefault.CheckpointSeconds,
            SegmentMegabytes = SegmentMegabytes ?? byDefault.SegmentMegabytes,
            IdleSeconds = IdleSeconds ?? byDefault.IdleSeconds,
            ShutdownSeconds = ShutdownSeconds ?? byDefault.ShutdownSeconds,
        };
        try
        {
            options.Validate();
            return options;
        }
        catch (ArgumentException exception)
        {
            throw new CliException(exception.Message, CliException.Usage);
        }
    }
}
