using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Hosting;

namespace Orleans.Embedded.Tests.Semantics;

/// <summary>A time-out says nothing about the outcome.</summary>
public sealed class TimeoutTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_call_that_timed_out_runs_on_to_its_end()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<IStepsGrain>(out var key);
        var call = grain.Alone(key);
        await Phase.Named(key).Reached;
        await host.PassUntilAsync(call, Limit);
        await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Equal(["begin " + key], Journal.Of(key));
        Phase.Named(key).Open();
        await grain.Quick();
        Assert.Equal(["begin " + key, "end " + key], Journal.Of(key));
    }

    [Fact]
    public async Task A_call_that_waits_behind_a_slow_one_times_out_too()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<IStepsGrain>(out var key);
        var slow = grain.Alone(key);
        await Phase.Named(key).Reached;
        var waiting = grain.Quick().AsTask();
        await host.PassUntilAsync(Task.WhenAll(slow, waiting), Limit);
        await Assert.ThrowsAsync<TimeoutException>(() => slow);
        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        Phase.Named(key).Open();
        await grain.Quick();
    }

    [Fact]
    public async Task Grains_that_wait_for_each_other_end_in_a_time_out()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<IStepsGrain>(out var key);
        var call = grain.CallAfter(key, key + "other");
        await Phase.Named(key).Reached;
        Phase.Named(key).Open();
        await host.PassUntilAsync(call, Limit);
        await Assert.ThrowsAsync<TimeoutException>(() => call);
    }
}
