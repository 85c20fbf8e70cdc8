using System.CommandLine;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Serving;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains serve</c>.</summary>
internal static class ServeCommand
{
    public static Command Create(Terminal terminal)
    {
        var data = new Option<string?>("--data") { Description = "Folder of the store; made when it is not there. [env: CG_DATA_DIRECTORY]", HelpName = "DIR" };
        var listen = new Option<string?>("--listen") { Description = "Address; port 0 takes a free one. [env: CG_LISTEN] [default: http://127.0.0.1:5080]", HelpName = "URL" };
        var clock = new Option<string?>("--clock") { Description = "'wall': business time is the machine's; 'stream': it is that of the records. [env: CG_CLOCK] [default: wall]", HelpName = "wall|stream" };
        var zone = new Option<string?>("--time-zone") { Description = "Zone of days and months. [env: CG_TIME_ZONE] [default: Asia/Shanghai]", HelpName = "ID" };
        var window = new Option<int?>("--day-window") { Description = "Days of daily usage kept per subscriber. [env: CG_DAY_WINDOW] [default: 35]", HelpName = "N" };
        var config = new Option<string?>("--config") { Description = "JSON file with dataDirectory, listen, clock, timeZone, dayWindow; the environment comes before it, and these options before both.", HelpName = "FILE" };
        var command = new Command("serve", "Run the server until it is interrupted.") { data, listen, clock, zone, window, config };
        command.SetAction(async (result, cancellationToken) =>
        {
            var flags = new ServeSettings
            {
                DataDirectory = result.GetValue(data),
                Listen = result.GetValue(listen),
                Clock = result.GetValue(clock),
                TimeZone = result.GetValue(zone),
                DayWindow = result.GetValue(window),
            };
            var file = result.GetValue(config) is { } path ? ServeSettings.FromFile(path) : new ServeSettings();
            var settings = ServerSettings.From(flags.Over(ServeSettings.FromEnvironment(Environment.GetEnvironmentVariable)).Over(file));
            return await RunAsync(settings, terminal, cancellationToken);
        });
        return command.WithHelp("""
            Examples:
              customergrains serve --data /var/lib/customergrains
              customergrains serve --data ./data --listen http://0.0.0.0:5080 --clock stream
              CG_DATA_DIRECTORY=./data customergrains serve --config server.json

            Prints one line when it answers. SIGINT and SIGTERM stop it: streams are told, what was acknowledged is on disk.
            The clock, the zone and the day window belong to the store and are fixed when it is made.
            """);
    }

    private static async Task<int> RunAsync(ServerSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var server = await LocalServer.StartAsync(settings, cancellationToken);
        await terminal.Out.WriteLineAsync($"customergrains is serving {Path.GetFullPath(settings.DataDirectory)} on {server.Address}");
        await Interruption.WaitAsync(server, cancellationToken);
        return 0;
    }
}
