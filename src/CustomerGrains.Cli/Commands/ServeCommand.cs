using System.CommandLine;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Serving;
using CustomerGrains.Server.Hosting;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains serve</c>.</summary>
internal static class ServeCommand
{
    private static readonly ServerOptions Defaults = new();

    public static Command Create(Terminal terminal)
    {
        var data = Setting<string?>("--data", "DIR", "Folder of the store; made when it is not there.", Defaults.DataDirectory);
        var listen = new Option<string[]>("--listen")
        {
            HelpName = "URL",
            Description = $"Address, http://host:port or https://host:port; several, or several --listen, to have more than one; port 0 takes a free one. [default: {Defaults.Listen}]",
            AllowMultipleArgumentsPerToken = true,
        };
        var certificate = Setting<string?>("--tls-certificate", "FILE", "Certificate of the https addresses, PEM or PFX.", "none");
        var key = Setting<string?>("--tls-key", "FILE", "Its private key, PEM.", "in the certificate's file");
        var password = Setting<string?>("--tls-password-file", "FILE", "File with the password of the key or the PFX file.", "none");
        var clientCa = Setting<string?>("--tls-client-ca", "FILE", "Authorities, PEM, that clients' certificates have to come from.", "clients need none");
        var clientCertificates = Setting<string?>("--tls-client-certificates", "required|optional", "Whether a client must have one.", "required, with --tls-client-ca");
        var clock = Setting<string?>("--clock", "wall|stream", "Business time: the machine's, or that of the records.", "wall");
        var zone = Setting<string?>("--time-zone", "ID", "Zone of days and months; fixed per store.", "the store's, or Asia/Shanghai");
        var window = Setting<int?>("--day-window", "N", "Days of daily usage kept per subscriber; fixed per store.", "the store's, or 35");
        var peak = Setting<string?>("--peak-hours", "H-H", "Local hours that are peak; fixed per store.", "the store's, or 8-22");
        var currency = Setting<string?>("--currency", "CODE", "ISO 4217: charges are summed in it; fixed per store.", "the store's, or CNY");
        var plans = Setting<string?>("--plans", "FILE", "JSON: what plans include, for allowances.", "none");
        var checkpoint = Setting<int?>("--checkpoint-seconds", "N", "Least time between two checkpoints.", Defaults.CheckpointSeconds);
        var segment = Setting<int?>("--segment-megabytes", "N", "Size of a log segment.", Defaults.SegmentMegabytes);
        var historyMonths = Setting<int?>("--history-months", "N", "Months that single records of usage stay readable; 0: for ever.", Defaults.HistoryMonths);
        var historyMegabytes = Setting<int?>("--history-megabytes", "N", "What they may take on disk, the oldest going first; 0: any.", Defaults.HistoryMegabytes);
        var idle = Setting<int?>("--idle-seconds", "N", "How long a grain stays in memory without being called.", Defaults.IdleSeconds);
        var drain = Setting<int?>("--drain-seconds", "N", "How long to serve on, with a health of NOT_SERVING, when told to stop.", Defaults.DrainSeconds);
        var shutdown = Setting<int?>("--shutdown-seconds", "N", "How long calls under way may then take.", Defaults.ShutdownSeconds);
        var keepAlive = Setting<int?>("--keep-alive-seconds", "N", "Silence on a connection after which it is pinged; 0: never.", Defaults.KeepAliveSeconds);
        var keepAliveTimeout = Setting<int?>("--keep-alive-timeout-seconds", "N", "How long a ping may go unanswered.", Defaults.KeepAliveTimeoutSeconds);
        var streams = Setting<int?>("--max-streams", "N", "Calls at a time on one connection.", Defaults.MaxStreams);
        var connections = Setting<int?>("--max-connections", "N", "Connections at a time.", Defaults.MaxConnections);
        var message = Setting<int?>("--max-message-megabytes", "N", "Largest request.", Defaults.MaxMessageMegabytes);
        var config = new Option<string?>("--config") { Description = "JSON file with the same settings (data, listen, clock, timeZone …).", HelpName = "FILE" };
        var command = new Command("serve", "Run the server until it is interrupted.")
        {
            data, listen, certificate, key, password, clientCa, clientCertificates, clock, zone, window, peak, currency, plans, checkpoint,
            segment, historyMonths, historyMegabytes, idle, drain, shutdown, keepAlive, keepAliveTimeout, streams, connections, message, config,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var flags = new ServeSettings
            {
                Data = result.GetValue(data),
                Listen = result.GetValue(listen) is { Length: > 0 } addresses ? string.Join(',', addresses) : null,
                TlsCertificate = result.GetValue(certificate),
                TlsKey = result.GetValue(key),
                TlsPasswordFile = result.GetValue(password),
                TlsClientCa = result.GetValue(clientCa),
                TlsClientCertificates = result.GetValue(clientCertificates),
                Clock = result.GetValue(clock),
                TimeZone = result.GetValue(zone),
                DayWindow = result.GetValue(window),
                PeakHours = result.GetValue(peak),
                Currency = result.GetValue(currency),
                Plans = result.GetValue(plans),
                CheckpointSeconds = result.GetValue(checkpoint),
                SegmentMegabytes = result.GetValue(segment),
                HistoryMonths = result.GetValue(historyMonths),
                HistoryMegabytes = result.GetValue(historyMegabytes),
                IdleSeconds = result.GetValue(idle),
                DrainSeconds = result.GetValue(drain),
                ShutdownSeconds = result.GetValue(shutdown),
                KeepAliveSeconds = result.GetValue(keepAlive),
                KeepAliveTimeoutSeconds = result.GetValue(keepAliveTimeout),
                MaxStreams = result.GetValue(streams),
                MaxConnections = result.GetValue(connections),
                MaxMessageMegabytes = result.GetValue(message),
            };
            var file = result.GetValue(config) is { } path ? ServeSettings.FromFile(path) : new ServeSettings();
            var options = flags.Over(ServeSettings.FromEnvironment(Environment.GetEnvironmentVariable)).Over(file).ToOptions();
            return await RunAsync(options, terminal, cancellationToken);
        });
        return command.WithHelp("""
            Examples:
              customergrains serve --data /var/lib/customergrains
              customergrains serve --data ./data --listen http://0.0.0.0:5080 --clock stream
              customergrains serve --listen http://127.0.0.1:5080 https://0.0.0.0:5443 --tls-certificate server.pem --tls-key server.key
              CG_SERVE_DATA=./data CG_SERVE_DAY_WINDOW=62 customergrains serve --config server.json

            Options come before the environment (CG_SERVE_DATA, CG_SERVE_TIME_ZONE …), and that before the file. Prints one line when
            it answers. SIGINT and SIGTERM stop it: publishers are told, and what was acknowledged is on disk.
            """);
    }

    private static Option<T> Setting<T>(string name, string value, string description, object byDefault) =>
        new(name) { HelpName = value, Description = $"{description} [default: {byDefault}]" };

    private static async Task<int> RunAsync(ServerOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var server = await LocalServer.StartAsync(options, cancellationToken);
        await terminal.Out.WriteLineAsync($"customergrains is serving {Path.GetFullPath(options.DataDirectory)} on {string.Join(", ", server.Addresses)}");
        await LocalServer.WaitForEndAsync(server, cancellationToken);
        return 0;
    }
}
