namespace Orleans.Embedded.Tests.Grains;

[Alias("tests.IWatcher")]
public interface IWatcher : IGrainObserver
{
    [Alias("Saw")]
    Task Saw(int number);
}
