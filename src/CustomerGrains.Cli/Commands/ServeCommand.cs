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
        var settings = new ServeCommandOptions();
        var command = new Command("serve", "Run the server until it is interrupted.");
        settings.AddTo(command);
        command.SetAction((result, cancellationToken) => RunAsync(settings.Read(result, Environment.GetEnvironmentVariable), terminal, cancellationToken));
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

    private static async Task<int> RunAsync(ServerOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var server = await LocalServer.StartAsync(options, cancellationToken);
        await terminal.Out.WriteLineAsync($"customergrains is serving {Path.GetFullPath(options.DataDirectory)} on {string.Join(", ", server.Addresses)}");
        await LocalServer.WaitForEndAsync(server, cancellationToken);
        return 0;
    }
}
