namespace Orleans.Embedded.Tests.Grains;

[GrainType("tests.counter")]
public sealed class CounterGrain : Grain, ICounterGrain
{
    private static int _activations;

    private readonly int _number = Interlocked.Increment(ref _activations);
    private int _sum;

    public ValueTask<int> Add(int by, CancellationToken cancellationToken) => new(_sum += by);

    public async Task<int> AddSlowly(int by)
    {
        var before = _sum;
        await Task.Yield();
        return _sum = before + by;
    }

    public Task<int> Get() => Task.FromResult(_sum);

    public async ValueTask Fail(string message)
    {
        await Task.Yield();
        throw new CounterException(message);
    }

    public Task FailAtOnce(string message) => throw new CounterException(message);

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<int> ActivationNumber() => Task.FromResult(_number);

    public async Task AddToOther(string key, int times)
    {
        var other = GrainFactory.GetGrain<ICounterGrain>(key);
        for (var i = 0; i < times; i++)
            await other.AddSlowly(1);
    }

    public ValueTask<string> Key() => new(this.GetPrimaryKeyString());
}
