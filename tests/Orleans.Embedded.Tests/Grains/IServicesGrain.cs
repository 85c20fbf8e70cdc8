namespace Orleans.Embedded.Tests.Grains;

[Alias("tests.IServicesGrain")]
public interface IServicesGrain : IGrainWithStringKey
{
    [Alias("Check")]
    Task Check();
}
