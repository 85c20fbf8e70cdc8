using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Hosting;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.EmbeddedHost;

/// <summary>The stop of the host.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task A_stopped_host_takes_no_call()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<ILifeGrain>();
        await grain.Touch();
        await host.StopAsync();
        Assert.Equal(0, host.Activations);
        await Assert.ThrowsAsync<SiloUnavailableException>(grain.Touch);
    }

    [Fact]
    public async Task A_stop_waits_for_running_calls()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<IStepsGrain>(out var key);
        var call = grain.Alone(key);
        await Phase.Named(key).Reached;
        var stop = host.StopAsync();
        Assert.False(stop.IsCompleted);
        Phase.Named(key).Open();
        await Task.WhenAll(call, stop);
    }

    [Fact]
    public async Task A_grain_that_does_not_end_holds_the_stop_no_longer_than_the_host_allows()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<ILifeGrain>();
        await grain.HangAtEnd();
        using var patience = new CancellationTokenSource();
        var stop = host.StopAsync(patience.Token);
        Assert.False(stop.IsCompleted);
        await patience.CancelAsync();
        await stop.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_grain_that_does_not_end_is_given_up_after_the_response_timeout()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<ILifeGrain>(out var key);
        await grain.HangAtEnd();
        var ended = host.DeactivateAsync(grain);
        await host.PassUntilAsync(ended, TimeSpan.FromMinutes(1));
        await ended;
        await grain.Touch();
        Assert.Equal(["start", "stop RuntimeRequested", "start", "touch"], Journal.Of(key));
    }
}
