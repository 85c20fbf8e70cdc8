namespace Orleans.Embedded.Tests.Grains;

[GrainType("tests.watched")]
public sealed class WatchedGrain : Grain, IWatchedGrain
{
    private IWatcher? _watcher;

    public Task Watch(IWatcher watcher)
    {
        _watcher = watcher;
        return Task.CompletedTask;
    }

    public Task Tell(int number) => _watcher!.Saw(number);
}
