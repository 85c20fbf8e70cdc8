namespace Orleans.Embedded.Tests.Grains;

[GrainType("tests.copy")]
public sealed class CopyGrain : Grain, ICopyGrain
{
    private Basket _basket = new();

    public Task<Basket> Keep(Basket basket) => Task.FromResult(_basket = basket);

    public Task<Basket> Kept() => Task.FromResult(_basket);

    public Task Take(IUncopyable thing) => Task.CompletedTask;

    public Task<IUncopyable> Give() => Task.FromResult<IUncopyable>(new Uncopyable());
}
