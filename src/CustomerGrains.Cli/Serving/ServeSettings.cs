using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Server.Hosting;
using CustomerGrains.Server.Hosting.Tls;

namespace CustomerGrains.Cli.Serving;

/// <summary>
/// What a server can be told, from a JSON file, the environment and the command line; what none of them says has the default of
/// <see cref="ServerOptions"/>.
/// </summary>
internal sealed record ServeSettings
{
    /// <summary>The folder of the store.</summary>
    public string? Data { get; init; }

    /// <summary>Addresses to listen on, separated by commas; port 0 takes a free one.</summary>
    public string? Listen { get; init; }

    /// <summary>File of the server's certificate, PEM or PFX.</summary>
    public string? TlsCertificate { get; init; }

    /// <summary>File of its private key, PEM.</summary>
    public string? TlsKey { get; init; }

    /// <summary>File of the password of the key or the PFX file.</summary>
    public string? TlsPasswordFile { get; init; }

    /// <summary>File of the authorities of clients' certificates, PEM.</summary>
    public string? TlsClientCa { get; init; }

    /// <summary><c>required</c> or <c>optional</c>.</summary>
    public string? TlsClientCertificates { get; init; }

    /// <summary><c>wall</c> or <c>stream</c>.</summary>
    public string? Clock { get; init; }

    /// <summary>IANA id of the zone that days and months are those of; fixed per store.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Days of daily usage kept per subscriber; fixed per store.</summary>
    public int? DayWindow { get; init; }

    /// <summary>Local hours that are peak, such as <c>8-22</c>; fixed per store.</summary>
    public string? PeakHours { get; init; }

    /// <summary>ISO 4217 code of the currency that charges are summed in; fixed per store.</summary>
    public string? Currency { get; init; }

    /// <summary>JSON file that says what plans include.</summary>
    public string? Plans { get; init; }

    /// <summary>Least seconds between two checkpoints.</summary>
    public int? CheckpointSeconds { get; init; }

    /// <summary>Size of a log segment.</summary>
    public int? SegmentMegabytes { get; init; }

    /// <summary>Months of history.</summary>
    public int? HistoryMonths { get; init; }

    /// <summary>Most megabytes of history.</summary>
    public int? HistoryMegabytes { get; init; }

    /// <summary>Seconds a grain stays active without being called.</summary>
    public int? IdleSeconds { get; init; }

    /// <summary>Seconds of serving on, not healthy, when the server is told to stop.</summary>
    public int? DrainSeconds { get; init; }

    /// <summary>Seconds that calls under way get when the server stops.</summary>
    public int? ShutdownSeconds { get; init; }

    /// <summary>Seconds of silence before a ping; 0: never.</summary>
    public int? KeepAliveSeconds { get; init; }

    /// <summary>Seconds that a ping may go unanswered.</summary>
    public int? KeepAliveTimeoutSeconds { get; init; }

    /// <summary>Calls at a time on one connection.</summary>
    public int? MaxStreams { get; init; }

    /// <summary>Connections at a time.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>Largest request.</summary>
    public int? MaxMessageMegabytes { get; init; }

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
            TlsCertificate = Text("TLS_CERTIFICATE"),
            TlsKey = Text("TLS_KEY"),
            TlsPasswordFile = Text("TLS_PASSWORD_FILE"),
            TlsClientCa = Text("TLS_CLIENT_CA"),
            TlsClientCertificates = Text("TLS_CLIENT_CERTIFICATES"),
            Clock = Text("CLOCK"),
            TimeZone = Text("TIME_ZONE"),
            DayWindow = Number("DAY_WINDOW"),
            PeakHours = Text("PEAK_HOURS"),
            Currency = Text("CURRENCY"),
            Plans = Text("PLANS"),
            CheckpointSeconds = Number("CHECKPOINT_SECONDS"),
            SegmentMegabytes = Number("SEGMENT_MEGABYTES"),
            HistoryMonths = Number("HISTORY_MONTHS"),
            HistoryMegabytes = Number("HISTORY_MEGABYTES"),
            IdleSeconds = Number("IDLE_SECONDS"),
            DrainSeconds = Number("DRAIN_SECONDS"),
            ShutdownSeconds = Number("SHUTDOWN_SECONDS"),
            KeepAliveSeconds = Number("KEEP_ALIVE_SECONDS"),
            KeepAliveTimeoutSeconds = Number("KEEP_ALIVE_TIMEOUT_SECONDS"),
            MaxStreams = Number("MAX_STREAMS"),
            MaxConnections = Number("MAX_CONNECTIONS"),
            MaxMessageMegabytes = Number("MAX_MESSAGE_MEGABYTES"),
        };
    }

    /// <summary>These settings, and where they say nothing those.</summary>
    public ServeSettings Over(ServeSettings lower) => new()
    {
        Data = Data ?? lower.Data,
        Listen = Listen ?? lower.Listen,
        TlsCertificate = TlsCertificate ?? lower.TlsCertificate,
        TlsKey = TlsKey ?? lower.TlsKey,
        TlsPasswordFile = TlsPasswordFile ?? lower.TlsPasswordFile,
        TlsClientCa = TlsClientCa ?? lower.TlsClientCa,
        TlsClientCertificates = TlsClientCertificates ?? lower.TlsClientCertificates,
        Clock = Clock ?? lower.Clock,
        TimeZone = TimeZone ?? lower.TimeZone,
        DayWindow = DayWindow ?? lower.DayWindow,
        PeakHours = PeakHours ?? lower.PeakHours,
        Currency = Currency ?? lower.Currency,
        Plans = Plans ?? lower.Plans,
        CheckpointSeconds = CheckpointSeconds ?? lower.CheckpointSeconds,
        SegmentMegabytes = SegmentMegabytes ?? lower.SegmentMegabytes,
        HistoryMonths = HistoryMonths ?? lower.HistoryMonths,
        HistoryMegabytes = HistoryMegabytes ?? lower.HistoryMegabytes,
        IdleSeconds = IdleSeconds ?? lower.IdleSeconds,
        DrainSeconds = DrainSeconds ?? lower.DrainSeconds,
        ShutdownSeconds = ShutdownSeconds ?? lower.ShutdownSeconds,
        KeepAliveSeconds = KeepAliveSeconds ?? lower.KeepAliveSeconds,
        KeepAliveTimeoutSeconds = KeepAliveTimeoutSeconds ?? lower.KeepAliveTimeoutSeconds,
        MaxStreams = MaxStreams ?? lower.MaxStreams,
        MaxConnections = MaxConnections ?? lower.MaxConnections,
        MaxMessageMegabytes = MaxMessageMegabytes ?? lower.MaxMessageMegabytes,
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
            Tls = new TlsOptions
            {
                Certificate = TlsCertificate,
                Key = TlsKey,
                PasswordFile = TlsPasswordFile,
                ClientCa = TlsClientCa,
                ClientCertificatesOptional = OneOf("tls-client-certificates", TlsClientCertificates, false, ("required", false), ("optional", true)),
            },
            Clock = OneOf("clock", Clock, byDefault.Clock, ("wall", ClockMode.Wall), ("stream", ClockMode.Stream)),
            TimeZone = TimeZone,
            DayWindow = DayWindow,
            PeakHours = PeakHours,
            Currency = Currency,
            Plans = Plans,
            CheckpointSeconds = CheckpointSeconds ?? byDefault.CheckpointSeconds,
            SegmentMegabytes = SegmentMegabytes ?? byDefault.SegmentMegabytes,
            HistoryMonths = HistoryMonths ?? byDefault.HistoryMonths,
            HistoryMegabytes = HistoryMegabytes ?? byDefault.HistoryMegabytes,
            IdleSeconds = IdleSeconds ?? byDefault.IdleSeconds,
            DrainSeconds = DrainSeconds ?? byDefault.DrainSeconds,
            ShutdownSeconds = ShutdownSeconds ?? byDefault.ShutdownSeconds,
            KeepAliveSeconds = KeepAliveSeconds ?? byDefault.KeepAliveSeconds,
            KeepAliveTimeoutSeconds = KeepAliveTimeoutSeconds ?? byDefault.KeepAliveTimeoutSeconds,
            MaxStreams = MaxStreams ?? byDefault.MaxStreams,
            MaxConnections = MaxConnections ?? byDefault.MaxConnections,
            MaxMessageMegabytes = MaxMessageMegabytes ?? byDefault.MaxMessageMegabytes,
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

    private static T OneOf<T>(string name, string? value, T byDefault, (string Name, T Value) one, (string Name, T Value) other) =>
        value is null ? byDefault
        : value == one.Name ? one.Value
        : value == other.Name ? other.Value
        : throw new CliException($"{name}: '{value}' is neither {one.Name} nor {other.Name}.", CliException.Usage);
}
