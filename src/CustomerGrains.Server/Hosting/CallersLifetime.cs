using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Hosting;

/// <summary>The server ends when whoever started it says so (<see cref="RunningServer.DisposeAsync"/>), and listens to no signals
/// itself: a host that did would stop at once, before it has drained.</summary>
internal sealed class CallersLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
