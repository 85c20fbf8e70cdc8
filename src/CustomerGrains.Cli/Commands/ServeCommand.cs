using System.CommandLine;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Serving;
using CustomerGrains.Server.Hosting;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains serve</c>.</summary>
internal static class ServeCommand
{
    public static Command Create(Terminal terminal)
    {
        var flags = ServeSettings.All.Select(static setting => (Setting: setting, Option: Flag(setting))).ToArray();
        var config = new Option<string?>("--config") { Description = "JSON file with the same settings (data, listen, clock, timeZone …).", HelpName = "FILE" };
        var command = new Command("serve", "Run the server until it is interrupted.");
        foreach (var (_, option) in flags) command.Options.Add(option);
        command.Options.Add(config);
        command.SetAction(async (result, cancellationToken) =>
        {
            var said = new ServeSource();
            foreach (var (setting, option) in flags)
            {
                if (result.GetValue(option) is { Length: > 0 } values) said.With(setting, string.Join(',', values), option.Name);
            }

            var file = result.GetValue(config) is { } path ? ServeSource.FromFile(path) : new ServeSource();
            var options = said.Over(ServeSource.FromEnvironment(Environment.GetEnvironmentVariable)).Over(file).ToOptions();
            return await RunAsync(options, terminal, cancellationToken);
        });
        return command.WithHelp("""
            Examples:
              customergrains serve --data /var/lib/customergrains
              customergrains serve --data ./data --listen http://0.0.0.0:5080 --clock stream
              customergrains serve --listen http://127.0.0.1:5080 https://0.0.0.0:5443 --tls-certificate server.pem --tls-key server.key
              customergrains serve --otlp http://127.0.0.1:4317 --log-format json --log-level information
              CG_SERVE_DATA=./data CG_SERVE_DAY_WINDOW=62 customergrains serve --config server.json

            Options come before the environment (CG_SERVE_DATA, CG_SERVE_TIME_ZONE …), and that before the file. Prints one line when
            it answers. SIGINT and SIGTERM stop it: publishers are told, and what was acknowledged is on disk.
            """);
    }

    /// <summary>One value, except where several stand side by side, as addresses do.</summary>
    private static Option<string[]> Flag(ServeSetting setting)
    {
        var isList = setting.Name == "listen";
        return new Option<string[]>("--" + setting.Name)
        {
            HelpName = setting.Value,
            Description = $"{setting.Description} [default: {setting.Default}]",
            Arity = isList ? ArgumentArity.OneOrMore : ArgumentArity.ExactlyOne,
            AllowMultipleArgumentsPerToken = isList,
            DefaultValueFactory = static _ => [],
        };
    }

    private static async Task<int> RunAsync(ServerOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var server = await LocalServer.StartAsync(options, cancellationToken);
        await terminal.Out.WriteLineAsync($"customergrains is serving {Path.GetFullPath(options.DataDirectory)} on {string.Join(", ", server.Addresses)}");
        await LocalServer.WaitForEndAsync(server, cancellationToken);
        return 0;
    }
}
