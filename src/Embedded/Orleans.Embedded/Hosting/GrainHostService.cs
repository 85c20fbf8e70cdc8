using Microsoft.Extensions.Hosting;

namespace Orleans.Embedded;

/// <summary>Runs the host: collects idle activations, and ends all of them at the stop.</summary>
internal sealed class GrainHostService(EmbeddedGrainHost host) : IHostedService, IDisposable
{
    private ITimer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var quantum = host.Options.CollectionQuantum;
        using (ExecutionContext.SuppressFlow())
            _timer = host.Clock.CreateTimer(static service => ((GrainHostService)service!).Collect(), this, quantum, quantum);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = host.Clock.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), bounded, host.Options.ShutdownTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            await host.DeactivateAllAsync(new(DeactivationReasonCode.ShuttingDown, "The host stops."), bounded.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (bounded.IsCancellationRequested)
        {
            host.Log.NotEnded(host.Catalog.Classes.Sum(c => c.Count));
        }
        finally
        {
            host.Close();
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void Collect()
    {
        var collected = host.Collect();
        if (collected > 0)
            host.Log.Collected(collected, host.Catalog.Classes.Sum(c => c.Count));
    }
}
