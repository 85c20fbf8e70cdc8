namespace Orleans.Embedded.Tests.Grains;

[Alias("tests.ICopyGrain")]
public interface ICopyGrain : IGrainWithStringKey
{
    [Alias("Keep")]
    Task<Basket> Keep(Basket basket);

    [Alias("Kept")]
    Task<Basket> Kept();

    [Alias("Take")]
    Task Take(IUncopyable thing);

    [Alias("Give")]
    Task<IUncopyable> Give();
}
