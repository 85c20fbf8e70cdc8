using CustomerGrains.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Hosting;

/// <summary>A server that answers. Disposing drains and stops it: health says NOT_SERVING for <see cref="ServerOptions.DrainSeconds"/>;
/// then clients are told to go elsewhere (GOAWAY), streams end with UNAVAILABLE once what is under way in them is answered, and other calls
/// get <see cref="ServerOptions.ShutdownSeconds"/>; what is pending is committed.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IStore _store;
    private readonly ILoggerFactory _loggers;
    private readonly ServerOptions _options;

    internal RunningServer(WebApplication app, IStore store, ILoggerFactory loggers, ServerOptions options)
    {
        _app = app;
        _store = store;
        _loggers = loggers;
        _options = options;
        Addresses = [.. app.Urls.Select(static url => new Uri(url))];
    }

    /// <summary>Where it listens, with the ports it really has, in the order of <see cref="ServerOptions.Listen"/>.</summary>
    public IReadOnlyList<Uri> Addresses { get; }

    /// <summary>The first of them.</summary>
    public Uri Address => Addresses[0];

    public IServiceProvider Services => _app.Services;

    private IHostApplicationLifetime Lifetime => _app.Lifetime;

    /// <summary>Completes when the token is cancelled, or the server stops by itself.</summary>
    public async Task WaitForShutdownAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Lifetime.ApplicationStopping);
        await Task.Delay(Timeout.Infinite, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await DrainAsync();
            // The listener first and with a time of its own, so that the grains, which calls may still need, have theirs afterwards.
            Lifetime.StopApplication();
            using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(_options.ShutdownSeconds), Services.GetRequiredService<TimeProvider>()))
                await Services.GetRequiredService<IServer>().StopAsync(patience.Token);
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        finally
        {
            await _store.DisposeAsync();
            _loggers.Dispose();
        }
    }

    private async Task DrainAsync()
    {
        Services.GetRequiredService<Drain>().Begin();
        if (_options.DrainSeconds > 0) await Task.Delay(TimeSpan.FromSeconds(_options.DrainSeconds), Services.GetRequiredService<TimeProvider>());
    }
}
