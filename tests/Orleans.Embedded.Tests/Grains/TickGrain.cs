using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Grains;

[GrainType("tests.tick")]
public sealed class TickGrain : Grain, ITickGrain
{
    private IGrainTimer? _timer;
    private bool _fail;
    private int _ticks;

    public Task Start(TimeSpan due, TimeSpan period, bool interleave, bool keepAlive, string? phase)
    {
        _timer = this.RegisterGrainTimer(
            (name, cancellationToken) => TickAsync(name, cancellationToken),
            phase,
            new GrainTimerCreationOptions(due, period) { Interleave = interleave, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan due, TimeSpan period)
    {
        _timer!.Change(due, period);
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task FailNext()
    {
        _fail = true;
        return Task.CompletedTask;
    }

    public Task<int> Ticks() => Task.FromResult(_ticks);

    private async Task TickAsync(string? phase, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _ticks++;
        Journal.Write(this.GetPrimaryKeyString(), "tick");
        if (_fail)
        {
            _fail = false;
            throw new CounterException("tick");
        }

        if (phase is not null)
            await Phase.Named(phase).PassAsync();
    }
}
