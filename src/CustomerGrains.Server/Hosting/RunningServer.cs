using CustomerGrains.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Hosting;

/// <summary>A server that answers. Disposing stops it cleanly: calls under way get <see cref="ServerOptions.ShutdownSeconds"/>, what
/// is pending is committed.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IStore _store;
    private readonly ILoggerFactory _loggers;

    internal RunningServer(WebApplication app, IStore store, ILoggerFactory loggers, Uri address)
    {
        _app = app;
        _store = store;
        _loggers = loggers;
        Address = address;
    }

    /// <summary>Where it listens, with the port it really has.</summary>
    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Completes when the server is told to stop: SIGTERM, SIGINT, or the token.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        finally
        {
            await _store.DisposeAsync();
            _loggers.Dispose();
        }
    }
}
