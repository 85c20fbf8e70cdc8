using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Hosting;

namespace Orleans.Embedded.Tests.Semantics;

/// <summary>Activation, its failure, and the end.</summary>
public sealed class LifeTests
{
    [Fact]
    public async Task The_first_call_activates_and_an_end_is_followed_by_a_new_activation()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<ILifeGrain>(out var key);
        Assert.Empty(Journal.Of(key));
        await grain.Touch();
        await grain.Touch();
        await host.DeactivateAsync(grain);
        await grain.Touch();
        var lines = Journal.Of(key);
        Assert.Equal(["start", "touch", "touch"], lines[..3]);
        Assert.StartsWith("stop ", lines[3], StringComparison.Ordinal);
        Assert.Equal(["start", "touch"], lines[4..]);
    }

    [Fact]
    public async Task Calls_to_an_ending_activation_go_to_the_next_one()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<ILifeGrain>(out var key);
        var ending = grain.EndThen(key);
        await Phase.Named(key).Reached;
        var waiting = Enumerable.Range(0, 10).Select(_ => grain.Touch()).ToArray();
        Phase.Named(key).Open();
        await Task.WhenAll(waiting.Append(ending));
        var lines = Journal.Of(key);
        Assert.Equal(["start", "last", "stop ApplicationRequested", "start"], lines[..4]);
        Assert.Equal(Enumerable.Repeat("touch", 10), lines[4..]);
    }

    [Fact]
    public async Task An_activation_that_fails_fails_its_callers_and_is_gone()
    {
        await using var host = await GrainHostFixture.StartAsync(settings: new() { ResponseTimeout = TimeSpan.FromSeconds(30) });
        var grain = host.New<ILifeGrain>(out var key);
        LifeGrain.Failures[key] = 1;
        Assert.Equal("no start", (await Assert.ThrowsAsync<CounterException>(grain.Touch)).Message);
        await grain.Touch();
        Assert.Equal(["start", "touch"], Journal.Of(key));
    }

    [Fact]
    public async Task A_grain_that_ends_itself_is_made_anew_by_the_next_call()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<ICounterGrain>(out var key);
        await grain.Add(5);
        var first = await grain.ActivationNumber();
        await grain.End();
        Assert.NotEqual(first, await grain.ActivationNumber());
        Assert.Equal(0, await grain.Get());
        Assert.Equal(key, await grain.Key());
    }

    [Fact]
    public async Task A_reference_is_the_grain_wherever_it_comes_from()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<ILifeGrain>(out var key);
        var itself = await grain.Itself();
        Assert.Equal(grain, itself);
        Assert.Equal(key, itself.GetPrimaryKeyString());
        Assert.Equal("tests.life/" + key, itself.GetGrainId().ToString());
        await itself.Touch();
        await host.Grains.GetGrain<ILifeGrain>(itself.GetGrainId()).Touch();
        Assert.Equal(["start", "touch", "touch"], Journal.Of(key));
    }

    [Fact]
    public async Task A_stop_ends_every_activation_with_the_reason()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var keys = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            await host.New<ILifeGrain>(out var key).Touch();
            keys.Add(key);
        }

        await host.StopAsync();
        Assert.All(keys, key => Assert.Equal(["start", "touch", "stop ShuttingDown"], Journal.Of(key)));
    }
}
