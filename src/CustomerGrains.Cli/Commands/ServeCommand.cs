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
        var listen = Setting<string?>("--listen", "URL", "Address; port 0 takes a free one.", Defaults.Listen);
        var clock = Setting<string?>("--clock", "wall|stream", "Business time: the machine's, or that of the records.", "wall");
        var zone = Setting<string?>("--time-zone", "ID", "Zone of days and months; fixed per store.", "the store's, or Asia/Shanghai");
        var window = Setting<int?>("--day-window", "N", "Days of daily usage kept per subscriber; fixed per store.", "the store's, or 35");
        var checkpoint = Setting<int?>("--checkpoint-seconds", "N", "Least time between two checkpoints.", Defaults.CheckpointSeconds);
        var segment = Setting<int?>("--segment-megabytes", "N", "Size of a log segment.", Defaults.SegmentMegabytes);
        var idle = Setting<int?>("--idle-seconds", "N", "How long a grain stays in memory without being called.", Defaults.IdleSeconds);
        var shutdown = Setting<int?>("--shutdown-seconds", "N", "How long calls under way may take when the server stops.", Defaults.ShutdownSeconds);
        var config = new Option<string?>("--config") { Description = "JSON file with the same settings (data, listen, clock, timeZone …).", HelpName = "FILE" };
        var command = new Command("serve", "Run the server until it is interrupted.") { data, listen, clock, zone, window, checkpoint, segment, idle, shutdown, config };
        command.SetAction(async (result, cancellationToken) =>
        {
            var flags = new ServeSettings
            {
                Data = result.GetValue(data),
                Listen = result.GetValue(listen),
                Clock = result.GetValue(clock),
                TimeZone = result.GetValue(zone),
                DayWindow = result.GetValue(window),
                CheckpointSeconds = result.GetValue(checkpoint),
                SegmentMegabytes = result.GetValue(segment),
                IdleSeconds = result.GetValue(idle),
                ShutdownSeconds = result.GetValue(shutdown),
            };
            var file = result.GetValue(config) is { } path ? ServeSettings.FromFile(path) : new ServeSettings();
            var options = flags.Over(ServeSettings.FromEnvironment(Environment.GetEnvironmentVariable)).Over(file).ToOptions();
            return await RunAsync(options, terminal, cancellationToken);
        });
        return command.WithHelp("""
            Examples:
              customergrains serve --data /var/lib/customergrains
              customergrains serve --data ./data --listen http://0.0.0.0:5080 --clock stream
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
        await terminal.Out.WriteLineAsync($"customergrains is serving {Path.GetFullPath(options.DataDirectory)} on {server.Address}");
        await LocalServer.WaitForEndAsync(server, cancellationToken);
        return 0;
    }
}
