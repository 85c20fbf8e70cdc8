namespace Orleans.Embedded.Tests.Grains;

[Alias("tests.IWatchedGrain")]
public interface IWatchedGrain : IGrainWithStringKey
{
    [Alias("Watch")]
    Task Watch(IWatcher watcher);

    /// <summary>Tells the watcher; the watcher's failure is the caller's.</summary>
    [Alias("Tell")]
    Task Tell(int number);
}
