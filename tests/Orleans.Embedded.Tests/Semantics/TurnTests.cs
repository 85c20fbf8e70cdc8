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
        await using var host = await GrainHostFixture.StartAsync(settings: new() { ResponseTimeout = TimeSpan.FromSeconds(60) });
        var grain = host.New<ICounterGrain>(out var key);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            var own = host.Grains.GetGrain<ICounterGrain>(key);
            for (var i = 0; i < CallsEach; i++)
            {
                if (i % 3 == 0)
                    await own.AddSlowly(1);
                else
                    await own.Add(1);
            }
        })));
        Assert.Equal(Callers * CallsEach, await grain.Get());
    }

    [Fact]
    public async Task Calls_of_a_grain_from_another_grain_take_turns_as_well()
    {
        await using var host = await GrainHostFixture.StartAsync(settings: new() { ResponseTimeout = TimeSpan.FromSeconds(60) });
        var target = host.New<ICounterGrain>(out var key);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => host.New<ICounterGrain>().AddToOther(key, 100)));
        Assert.Equal(1600, await target.Get());
    }

    [Fact]
    public async Task Exceptions_reach_the_caller_as_thrown()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<ICounterGrain>();
        Assert.Equal("later", (await Assert.ThrowsAsync<CounterException>(() => grain.Fail("later").AsTask())).Message);
        Assert.Equal("now", (await Assert.ThrowsAsync<CounterException>(() => grain.FailAtOnce("now"))).Message);
        Assert.Equal(1, await grain.Add(1));
    }

    [Fact]
    public async Task Continuations_of_one_grain_never_run_at_the_same_time()
    {
        await using var host = await GrainHostFixture.StartAsync(settings: new() { ResponseTimeout = TimeSpan.FromSeconds(60) });
        Assert.Equal(1, await host.New<IStepsGrain>().AllAtOnce(32));
    }

    [Fact]
    public async Task Task_Run_leaves_the_turn_and_the_await_returns_to_it()
    {
        await using var host = await GrainHostFixture.StartAsync();
        Assert.True(await host.New<IStepsGrain>().LeaveAndReturn());
    }

    [Fact]
    public async Task A_request_runs_to_its_end_before_the_next_begins()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<IStepsGrain>(out var key);
        var first = grain.Alone(key + 1);
        await Phase.Named(key + 1).Reached;
        var second = grain.Alone(key + 2);

        // This call interleaves, so it was sent and answered while the second had every chance to begin.
        await grain.Always();
        Assert.False(Phase.Named(key + 2).Reached.IsCompleted);
        Phase.Named(key + 1).Open();
        Phase.Named(key + 2).Open();
        await Task.WhenAll(first, second);
        Assert.Equal(["begin " + key + 1, "end " + key + 1, "begin " + key + 2, "end " + key + 2], Journal.Of(key));
    }

    [Fact]
    public async Task Read_only_calls_interleave_with_each_other_and_with_nothing_else()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<IStepsGrain>(out var key);
        var (one, two) = (grain.Read(key + 1), grain.Read(key + 2));
        await Task.WhenAll(Phase.Named(key + 1).Reached, Phase.Named(key + 2).Reached);
        var alone = grain.Alone(key + 3);
        await grain.Always();
        Assert.False(Phase.Named(key + 3).Reached.IsCompleted);
        Phase.Named(key + 1).Open();
        Phase.Named(key + 2).Open();
        await Task.WhenAll(one, two);
        await Phase.Named(key + 3).Reached;
        var three = grain.Read(key + 4);
        await grain.Always();
        Assert.False(Phase.Named(key + 4).Reached.IsCompleted);
        Phase.Named(key + 3).Open();
        Phase.Named(key + 4).Open();
        await Task.WhenAll(alone, three);
    }

    [Fact]
    public async Task A_cancelled_call_ends_for_its_caller_and_runs_on()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<IStepsGrain>(out var key);
        using var cancellation = new CancellationTokenSource();
        var call = grain.Alone(key, cancellation.Token);
        await Phase.Named(key).Reached;
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        var next = grain.Quick().AsTask();
        Assert.False(next.IsCompleted);
        Phase.Named(key).Open();
        await next;
        Assert.Equal(["begin " + key, "end " + key], Journal.Of(key));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => grain.Alone(key, cancellation.Token));
    }
}
