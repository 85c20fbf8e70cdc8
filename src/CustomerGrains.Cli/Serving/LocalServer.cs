using CustomerGrains.Server;

namespace CustomerGrains.Cli.Serving;

/// <summary>A server in this process: the one place where the program touches the server's own types.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly RunningServer _server;

    private LocalServer(RunningServer server)
    {
        _server = server;
    }

    /// <summary>Where it can be reached.</summary>
    public Uri Address => _server.Address;

    /// <summary>Starts a server; it answers when this returns.</summary>
    /// <exception cref="CliException">It cannot start.</exception>
    public static async Task<LocalServer> StartAsync(ServerSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            return new LocalServer(await ServerHost.StartAsync(
                new ServerOptions
                {
                    DataDirectory = settings.DataDirectory,
                    Listen = settings.Listen,
                    Clock = settings.StreamClock ? ClockMode.Stream : ClockMode.Wall,
                    TimeZone = settings.TimeZone,
                    DayWindow = settings.DayWindow,
                },
                cancellationToken));
        }
        catch (IOException exception)
        {
            throw new CliException($"Cannot serve {settings.DataDirectory} on {settings.Listen}: {exception.Message}", CliException.Failed, exception);
        }
    }

    /// <summary>Completes when the server was told to stop, by a signal or otherwise.</summary>
    public Task WaitForShutdownAsync() => _server.WaitForShutdownAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
