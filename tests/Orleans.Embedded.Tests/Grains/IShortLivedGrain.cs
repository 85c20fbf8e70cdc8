namespace Orleans.Embedded.Tests.Grains;

[Alias("tests.IShortLivedGrain")]
public interface IShortLivedGrain : IGrainWithStringKey
{
    [Alias("Touch")]
    Task Touch();

    [Alias("Delay")]
    Task Delay(TimeSpan time);
}
