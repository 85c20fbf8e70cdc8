using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Hosting;

namespace Orleans.Embedded.Tests.Semantics;

/// <summary>Timers run as turns.</summary>
public sealed class TimerTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_timer_ticks_until_it_is_stopped()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<ITickGrain>();
        await grain.Start(Soon, Soon, interleave: false, keepAlive: false, phase: null);
        await TicksAsync(host, grain, 3);
        await grain.Stop();
        var ticks = await grain.Ticks();
        await host.PassAsync(4 * Soon);
        Assert.Equal(ticks, await grain.Ticks());
    }

    [Fact]
    public async Task A_tick_waits_for_its_turn_and_calls_wait_for_a_tick()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<ITickGrain>(out var key);
        await grain.Start(Soon, Timeout.InfiniteTimeSpan, interleave: false, keepAlive: false, key);
        await host.PassUntilAsync(Phase.Named(key).Reached, Limit);
        var call = grain.Ticks();
        await host.New<ITickGrain>().Ticks();
        Assert.False(call.IsCompleted);
        Phase.Named(key).Open();
        Assert.Equal(1, await call);
    }

    [Fact]
    public async Task A_tick_may_interleave_when_the_timer_says_so()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<ITickGrain>(out var key);
        await grain.Start(Soon, Timeout.InfiniteTimeSpan, interleave: true, keepAlive: false, key);
        await host.PassUntilAsync(Phase.Named(key).Reached, Limit);
        Assert.Equal(1, await grain.Ticks());
        Phase.Named(key).Open();
    }

    [Fact]
    public async Task A_tick_that_fails_does_not_stop_the_timer()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<ITickGrain>();
        await grain.FailNext();
        await grain.Start(Soon, Soon, interleave: false, keepAlive: false, phase: null);
        await TicksAsync(host, grain, 2);
    }

    [Fact]
    public async Task A_timer_can_be_set_anew()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<ITickGrain>();
        await grain.Start(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, interleave: false, keepAlive: false, phase: null);
        await host.PassAsync(4 * Soon);
        Assert.Equal(0, await grain.Ticks());
        await grain.Change(Soon, Soon);
        await TicksAsync(host, grain, 2);
    }

    [Fact]
    public async Task A_timer_ends_with_its_activation()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<ITickGrain>(out var key);
        await grain.Start(Soon, Soon, interleave: false, keepAlive: false, phase: null);
        await TicksAsync(host, grain, 1);
        await host.DeactivateAsync(grain);
        var ticks = Journal.Of(key).Length;
        await host.PassAsync(4 * Soon);
        Assert.Equal(ticks, Journal.Of(key).Length);
    }

    private static async Task TicksAsync(GrainHostFixture host, ITickGrain grain, int count)
    {
        using var patience = new CancellationTokenSource(Limit);
        while (await grain.Ticks() < count)
        {
            Assert.False(patience.IsCancellationRequested, "the timer does not tick");
            await host.PassAsync(Soon);
        }
    }
}
