namespace Orleans.Embedded.Tests.Grains;

[Alias("tests.IAlwaysThereGrain")]
public interface IAlwaysThereGrain : IGrainWithStringKey
{
    [Alias("Touch")]
    Task Touch();
}
