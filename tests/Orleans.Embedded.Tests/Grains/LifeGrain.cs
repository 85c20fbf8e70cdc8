using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Grains;

[GrainType("tests.life")]
public sealed class LifeGrain(IGrainContext context, TimeProvider time) : Grain, ILifeGrain
{
    /// <summary>Keys whose next activations fail, and how often.</summary>
    public static readonly ConcurrentDictionary<string, int> Failures = new();

    private readonly string _key = context.GrainId.Key.ToString();
    private bool _hang;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(time);
        if (Failures.TryGetValue(_key, out var left) && left > 0)
        {
            Failures[_key] = left - 1;
            throw new CounterException("no start");
        }

        Journal.Write(_key, "start");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Journal.Write(_key, "stop " + reason.ReasonCode);
        return _hang ? new TaskCompletionSource().Task : Task.CompletedTask;
    }

    public Task Touch()
    {
        Journal.Write(_key, "touch");
        return Task.CompletedTask;
    }

    public async Task EndThen(string phase)
    {
        DeactivateOnIdle();
        await Phase.Named(phase).PassAsync();
        Journal.Write(_key, "last");
    }

    public Task HangAtEnd()
    {
        _hang = true;
        return Task.CompletedTask;
    }

    public Task<ILifeGrain> Itself() => Task.FromResult(this.AsReference<ILifeGrain>());
}
