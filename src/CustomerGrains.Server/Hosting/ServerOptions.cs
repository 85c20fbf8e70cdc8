using CustomerGrains.Domain;
using CustomerGrains.Server.Hosting.Tls;
using CustomerGrains.Server.Telemetry;

namespace CustomerGrains.Server.Hosting;

/// <summary>Everything a server can be told.</summary>
public sealed record ServerOptions
{
    /// <summary>Folder of the store; made when it is not there.</summary>
    public string DataDirectory { get; init; } = "customergrains-data";

    /// <summary>Addresses to listen on, separated by commas: <c>http://host:port</c> (HTTP/2 without TLS) and <c>https://host:port</c>,
    /// where host is an IP address, <c>localhost</c>, or <c>*</c> for all of the machine's. Port 0 takes a free one.</summary>
    public string Listen { get; init; } = "http://127.0.0.1:5080";

    /// <summary>For the https addresses.</summary>
    public TlsOptions Tls { get; init; } = new();

    public ClockMode Clock { get; init; } = ClockMode.Wall;

    /// <summary>IANA time zone of days and bill months; null = what the store has, or Asia/Shanghai for a new one. Fixed per store.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Days of usage kept by day, 1 to 427; null = what the store has, or 35 for a new one. Fixed per store.</summary>
    public int? DayWindow { get; init; }

    /// <summary>Local hours that are peak, <c>8-22</c>; null = what the store has, or that for a new one. Fixed per store.</summary>
    public string? PeakHours { get; init; }

    /// <summary>ISO 4217 code of the currency that charges are summed in; null = what the store has, or CNY for a new one. Fixed per store.</summary>
    public string? Currency { get; init; }

    /// <summary>JSON file that says what plans include; null = nothing is known of them.</summary>
    public string? Plans { get; init; }

    /// <summary>OpenTelemetry collector that metrics are sent to, <c>http://host:4317</c> (gRPC) or <c>http://host:4318/v1/metrics</c>; null = none.</summary>
    public string? Otlp { get; init; }

    /// <summary>Seconds between two exports of metrics, 1 to 3,600.</summary>
    public int OtlpSeconds { get; init; } = 15;

    public LogFormat LogFormat { get; init; }

    /// <summary>The least severe lines that are logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;

    /// <summary>Least seconds between two checkpoints, 1 to 86,400.</summary>
    public int CheckpointSeconds { get; init; } = 60;

    /// <summary>Size at which a log segment is followed by the next, in megabytes, 1 to 1,000.</summary>
    public int SegmentMegabytes { get; init; } = 64;

    /// <summary>Months that usage stays readable one by one (ListUsage, cursors of WatchSubscriber), 1 to 1,200; 0 = for ever. Six full ones and
    /// the current one are what plan fit reads.</summary>
    public int HistoryMonths { get; init; } = 7;

    /// <summary>Megabytes on disk that this history may take, the oldest going first, 0 (any) to 1,000,000,000.</summary>
    public int HistoryMegabytes { get; init; }

    /// <summary>Seconds a grain stays active without being called, 1 to 86,400.</summary>
    public int IdleSeconds { get; init; } = 900;

    /// <summary>Whether memory in use is joined into huge pages, where the kernel can (Linux 6.1 or later): a server with many subscribers is faster by
    /// a quarter, and its memory comes and goes in steps of 2 MB.</summary>
    public bool HugePages { get; init; } = true;

    /// <summary>Most subscribers reviewed in a second, 0 to 10,000,000: what is remembered about classes follows usage within a second or two
    /// as long as no more than that change. An eighth of it while intake is full, which goes first. 0 = nothing is remembered; classes are
    /// found when somebody asks.</summary>
    public int ReviewsPerSecond { get; init; } = 100_000;

    /// <summary>Most rejected and conflicting records of a source and day of receipt whose content is kept, 0 to 10,000,000. Beyond it they
    /// are counted only: GetSource says how many.</summary>
    public int QuarantineRecords { get; init; } = 100_000;

    /// <summary>Most megabytes of that content, 0 to 10,000.</summary>
    public int QuarantineMegabytes { get; init; } = 64;

    /// <summary>Seconds that the server goes on serving when it is told to stop, while its health says NOT_SERVING, 0 to 600: for load
    /// balancers that look every so often.</summary>
    public int DrainSeconds { get; init; }

    /// <summary>Seconds that calls under way then get to end, 1 to 600; what is left is cut.</summary>
    public int ShutdownSeconds { get; init; } = 10;

    /// <summary>Seconds of silence on a connection after which the server pings it, 0 (never) to 86,400. Keeps what is between from
    /// forgetting an idle connection, and finds out peers that are gone.</summary>
    public int KeepAliveSeconds { get; init; } = 60;

    /// <summary>Seconds that a ping may go unanswered before the connection is cut, 1 to 3,600.</summary>
    public int KeepAliveTimeoutSeconds { get; init; } = 20;

    /// <summary>Calls at a time on one connection, 1 to 10,000; clients queue or open another connection beyond it.</summary>
    public int MaxStreams { get; init; } = 100;

    /// <summary>Connections at a time, 1 to 1,000,000; one beyond it is closed at once. Each may take 12 MB while all its streams are held back.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>Largest request, 1 to 1,000 megabytes; a larger one is answered RESOURCE_EXHAUSTED. 16 hold a batch of 10,000 records of
    /// a kilobyte and more.</summary>
    public int MaxMessageMegabytes { get; init; } = 16;

    /// <summary>Checks what can be checked without opening a file or a port.</summary>
    /// <exception cref="ArgumentException">Names the option, its value and the remedy.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(DataDirectory)) throw new ArgumentException("data: is empty; name the folder of the store.");
        ValidateTls(ListenAddress.ParseAll(Listen).Any(static a => a.IsTls));
        if (DayWindow is { } days) Range("day-window", days, 1, FoldParameters.MaxDayWindow, "days");
        if (Otlp is not null && (!Uri.TryCreate(Otlp, UriKind.Absolute, out var otlp) || otlp.Scheme is not ("http" or "https")))
            throw new ArgumentException($"otlp: '{Otlp}' is not an address of the form http://host:4317 or http://host:4318/v1/metrics.");
        Range("otlp-seconds", OtlpSeconds, 1, 3_600, "seconds");
        Range("checkpoint-seconds", CheckpointSeconds, 1, 86_400, "seconds");
        Range("segment-megabytes", SegmentMegabytes, 1, 1_000, "megabytes");
        Range("history-months", HistoryMonths, 0, 1_200, "months (0: for ever)");
        Range("history-megabytes", HistoryMegabytes, 0, 1_000_000_000, "megabytes (0: any)");
        Range("idle-seconds", IdleSeconds, 1, 86_400, "seconds");
        Range("reviews-per-second", ReviewsPerSecond, 0, 10_000_000, "subscribers (0: none)");
        Range("drain-seconds", DrainSeconds, 0, 600, "seconds");
        Range("quarantine-records", QuarantineRecords, 0, 10_000_000, "records");
        Range("quarantine-megabytes", QuarantineMegabytes, 0, 10_000, "megabytes");
        Range("shutdown-seconds", ShutdownSeconds, 1, 600, "seconds");
        Range("keep-alive-seconds", KeepAliveSeconds, 0, 86_400, "seconds (0: never)");
        Range("keep-alive-timeout-seconds", KeepAliveTimeoutSeconds, 1, 3_600, "seconds");
        Range("max-streams", MaxStreams, 1, 10_000, "calls");
        Range("max-connections", MaxConnections, 1, 1_000_000, "connections");
        Range("max-message-megabytes", MaxMessageMegabytes, 1, 1_000, "megabytes");
    }

    private void ValidateTls(bool isUsed)
    {
        if (isUsed && Tls.Certificate is null) throw new ArgumentException($"tls-certificate: is missing, and listen ('{Listen}') has an https address; give the server's certificate.");
        if (!isUsed && Tls != new TlsOptions()) throw new ArgumentException($"listen: '{Listen}' has no https address, so the tls options would do nothing; add one, or leave them out.");
        if (Tls is { ClientCertificatesOptional: true, ClientCa: null }) throw new ArgumentException("tls-client-certificates: goes with tls-client-ca; give the authority that clients' certificates come from.");
    }

    private static void Range(string name, int value, int least, int most, string unit)
    {
        if (value < least || value > most) throw new ArgumentException($"{name}: {value} is out of range; give {least} to {most} {unit}.");
    }
}
