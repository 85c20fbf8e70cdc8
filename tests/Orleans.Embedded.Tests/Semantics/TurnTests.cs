using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Hosting;

namespace Orleans.Embedded.Tests.Semantics;

/// <summary>One request at a time, from start to end.</summary>
public sealed class TurnTests
{
    private const int Callers = 64;
    private const int CallsEach = 500;

    [Fact]
    public async Task Many_callers_of_one_grain_lose_nothing()
    {
        await using var host = await GrainHostFixture.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            var grain = host.Grains.GetGrain<ICounterGrain>("a");
            for (var i = 0; i < CallsEach; i++)
            {
                if (i % 3 == 0)
                    await grain.AddSlowly(1);
                else
                    await grain.Add(1);
            }
        })));
        Assert.Equal(Callers * CallsEach, await host.Grains.GetGrain<ICounterGrain>("a").Get());
    }

    [Fact]
    public async Task Exceptions_reach_the_caller_as_thrown()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.Grains.GetGrain<ICounterGrain>("a");
        Assert.Equal("later", (await Assert.ThrowsAsync<CounterException>(() => grain.Fail("later").AsTask())).Message);
        Assert.Equal("now", (await Assert.ThrowsAsync<CounterException>(() => grain.FailAtOnce("now"))).Message);
        Assert.Equal(1, await grain.Add(1));
    }

    [Fact]
    public async Task A_grain_that_ends_itself_is_made_anew_by_the_next_call()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.Grains.GetGrain<ICounterGrain>("a");
        await grain.Add(5);
        var first = await grain.ActivationNumber();
        await grain.End();
        Assert.NotEqual(first, await grain.ActivationNumber());
        Assert.Equal(0, await grain.Get());
        Assert.Equal("a", await grain.Key());
    }
}
