namespace Orleans.Embedded.Tests.Grains;

[GrainType("tests.steps")]
public sealed class StepsGrain : Grain, IStepsGrain
{
    private int _running;
    private int _most;
    private int _calls;

    public Task Alone(string phase, CancellationToken cancellationToken)
    {
        Journal.Write(this.GetPrimaryKeyString(), "begin " + phase);
        return EndAfter(phase);
    }

    public async Task Read(string phase) => await Phase.Named(phase).PassAsync();

    public Task<int> Always() => Task.FromResult(++_calls);

    public ValueTask<int> Quick() => new(++_calls);

    public async Task<int> AllAtOnce(int count)
    {
        await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            for (var i = 0; i < 20; i++)
            {
                await Task.Run(static () => { });
                Touch();
                await Task.Yield();
                Touch();
            }
        }));
        return _most;
    }

    public async Task<bool> LeaveAndReturn()
    {
        // What the two hosts have in common is where a continuation runs: the same place before and after, another one within.
        var here = Place();
        var there = await Task.Run(Place);
        return Equals(here, Place()) && !Equals(here, there);
    }

    public async Task CallAfter(string phase, string other)
    {
        await Phase.Named(phase).PassAsync();
        await GrainFactory.GetGrain<IStepsGrain>(other).CallAfter(phase, this.GetPrimaryKeyString());
    }

    private static (SynchronizationContext?, TaskScheduler) Place() => (SynchronizationContext.Current, TaskScheduler.Current);

    private async Task EndAfter(string phase)
    {
        await Phase.Named(phase).PassAsync();
        Journal.Write(this.GetPrimaryKeyString(), "end " + phase);
    }

    private void Touch()
    {
        var running = Interlocked.Increment(ref _running);
        _most = Math.Max(_most, running);
        Thread.SpinWait(200);
        Interlocked.Decrement(ref _running);
    }
}
