using CustomerGrains.Server.Hosting;
using CustomerGrains.Server.Telemetry;
using Microsoft.Extensions.Logging;
using static CustomerGrains.Cli.Serving.ServeSetting;

namespace CustomerGrains.Cli.Serving;

/// <summary>Everything a server can be told, in the order of the help. A test finds any member of <see cref="ServerOptions"/> that is not here.</summary>
internal static class ServeSettings
{
    private static readonly ServerOptions Defaults = new();

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ServeSetting> All { get; } =
    [
        Text("data", "DIR", "Folder of the store; made when it is not there.", Defaults.DataDirectory, static (o, v) => o with { DataDirectory = v }),
        Text("listen", "URL", "Address, http://host:port or https://host:port; several, or several --listen, to have more than one; port 0 takes a free one.", Defaults.Listen, static (o, v) => o with { Listen = v }),
        Text("tls-certificate", "FILE", "Certificate of the https addresses, PEM or PFX.", "none", static (o, v) => o with { Tls = o.Tls with { Certificate = v } }),
        Text("tls-key", "FILE", "Its private key, PEM.", "in the certificate's file", static (o, v) => o with { Tls = o.Tls with { Key = v } }),
        Text("tls-password-file", "FILE", "File with the password of the key or the PFX file.", "none", static (o, v) => o with { Tls = o.Tls with { PasswordFile = v } }),
        Text("tls-client-ca", "FILE", "Authorities, PEM, that clients' certificates have to come from.", "clients need none", static (o, v) => o with { Tls = o.Tls with { ClientCa = v } }),
        OneOf("tls-client-certificates", "Whether a client must have one.", "required, with --tls-client-ca", [("required", false), ("optional", true)], static (o, v) => o with { Tls = o.Tls with { ClientCertificatesOptional = v } }),
        OneOf("clock", "Business time: the machine's, or that of the records.", "wall", [("wall", ClockMode.Wall), ("stream", ClockMode.Stream)], static (o, v) => o with { Clock = v }),
        Text("time-zone", "ID", "Zone of days and months; fixed per store.", "the store's, or Asia/Shanghai", static (o, v) => o with { TimeZone = v }),
        Number("day-window", "Days of daily usage kept per subscriber; fixed per store.", "the store's, or 35", static (o, v) => o with { DayWindow = v }),
        Text("peak-hours", "H-H", "Local hours that are peak; fixed per store.", "the store's, or 8-22", static (o, v) => o with { PeakHours = v }),
        Text("currency", "CODE", "ISO 4217: charges are summed in it; fixed per store.", "the store's, or CNY", static (o, v) => o with { Currency = v }),
        Text("plans", "FILE", "JSON: what plans include, for allowances.", "none", static (o, v) => o with { Plans = v }),
        Number("checkpoint-seconds", "Least time between two checkpoints.", Defaults.CheckpointSeconds, static (o, v) => o with { CheckpointSeconds = v }),
        Number("segment-megabytes", "Size of a log segment.", Defaults.SegmentMegabytes, static (o, v) => o with { SegmentMegabytes = v }),
        Number("history-months", "Months that single records of usage stay readable; 0: for ever.", Defaults.HistoryMonths, static (o, v) => o with { HistoryMonths = v }),
        Number("history-megabytes", "What they may take on disk, the oldest going first; 0: any.", Defaults.HistoryMegabytes, static (o, v) => o with { HistoryMegabytes = v }),
        Number("idle-seconds", "How long a grain stays in memory without being called.", Defaults.IdleSeconds, static (o, v) => o with { IdleSeconds = v }),
        OneOf("huge-pages", "Whether memory is joined into pages of 2 MB, on Linux 6.1 or later: faster with many subscribers.", "on", [("on", true), ("off", false)], static (o, v) => o with { HugePages = v }),
        Number("reviews-per-second", "Most subscribers whose classes are looked through in a second; 0: none, classes are found when asked for.", Defaults.ReviewsPerSecond, static (o, v) => o with { ReviewsPerSecond = v }),
        Number("quarantine-records", "Rejected and conflicting records of a source and day that are kept; the rest is counted.", Defaults.QuarantineRecords, static (o, v) => o with { QuarantineRecords = v }),
        Number("quarantine-megabytes", "Size of what is kept of them.", Defaults.QuarantineMegabytes, static (o, v) => o with { QuarantineMegabytes = v }),
        Number("drain-seconds", "How long to serve on, with a health of NOT_SERVING, when told to stop.", Defaults.DrainSeconds, static (o, v) => o with { DrainSeconds = v }),
        Number("shutdown-seconds", "How long calls under way may then take.", Defaults.ShutdownSeconds, static (o, v) => o with { ShutdownSeconds = v }),
        Number("keep-alive-seconds", "Silence on a connection after which it is pinged; 0: never.", Defaults.KeepAliveSeconds, static (o, v) => o with { KeepAliveSeconds = v }),
        Number("keep-alive-timeout-seconds", "How long a ping may go unanswered.", Defaults.KeepAliveTimeoutSeconds, static (o, v) => o with { KeepAliveTimeoutSeconds = v }),
        Number("max-streams", "Calls at a time on one connection.", Defaults.MaxStreams, static (o, v) => o with { MaxStreams = v }),
        Number("max-connections", "Connections at a time.", Defaults.MaxConnections, static (o, v) => o with { MaxConnections = v }),
        Number("max-message-megabytes", "Largest request.", Defaults.MaxMessageMegabytes, static (o, v) => o with { MaxMessageMegabytes = v }),
        Text("otlp", "URL", "OpenTelemetry collector for metrics: http://host:4317 (gRPC) or http://host:4318/v1/metrics.", "none", static (o, v) => o with { Otlp = v }),
        Number("otlp-seconds", "Time between two exports of metrics.", Defaults.OtlpSeconds, static (o, v) => o with { OtlpSeconds = v }),
        OneOf("log-format", "Log lines for people, or a JSON object each.", "text", [("text", LogFormat.Text), ("json", LogFormat.Json)], static (o, v) => o with { LogFormat = v }),
        OneOf("log-level", "The least severe lines that are logged.", "warning", [.. Enum.GetValues<LogLevel>().Select(static level => (level.ToString().ToLowerInvariant(), level))], static (o, v) => o with { LogLevel = v }),
    ];
}
