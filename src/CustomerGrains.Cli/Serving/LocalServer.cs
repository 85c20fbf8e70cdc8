using CustomerGrains.Server.Hosting;
using CustomerGrains.Storage;

namespace CustomerGrains.Cli.Serving;

/// <summary>Starts a server in this process, and waits for its end.</summary>
internal static class LocalServer
{
    /// <summary>Starts a server; it answers when this returns.</summary>
    /// <exception cref="CliException">It cannot start.</exception>
    public static async Task<RunningServer> StartAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await ServerHost.StartAsync(options, cancellationToken: cancellationToken);
        }
        catch (ArgumentException exception)
        {
            throw new CliException(exception.Message, CliException.Usage, exception);
        }
        catch (Exception exception) when (exception is IOException or StoreException or UnauthorizedAccessException)
        {
            throw new CliException($"Cannot serve {options.DataDirectory}: {exception.Message}", CliException.Failed, exception);
        }
    }

    /// <summary>Completes, without an exception, when the program is interrupted or the server stops by itself.</summary>
    public static Task WaitForEndAsync(RunningServer server, CancellationToken cancellationToken) => server.WaitForShutdownAsync(cancellationToken);
}
