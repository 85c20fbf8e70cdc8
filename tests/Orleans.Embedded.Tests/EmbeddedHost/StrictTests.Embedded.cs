using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Hosting;

namespace Orleans.Embedded.Tests.EmbeddedHost;

/// <summary>Each thing that strict mode does, alone and certain; and all together.</summary>
public sealed class StrictTests
{
    private static StrictMode Nothing => new(1) { Deactivation = 0, SecondActivation = 0, TimeoutAfterExecution = 0, LateExecution = 0, Reordering = 0 };

    [Fact]
    public async Task Activations_end_between_turns()
    {
        await using var host = await GrainHostFixture.StartAsync(With(deactivation: 1));
        var grain = host.New<ICounterGrain>();
        for (var i = 0; i < 10; i++)
            Assert.Equal(1, await grain.Add(1));
    }

    [Fact]
    public async Task A_second_activation_comes_while_the_first_lives()
    {
        await using var host = await GrainHostFixture.StartAsync(With(second: 1));
        var known = host.New<ICounterGrain>(out var key);
        Assert.Equal(1, await known.Add(1));
        Assert.Equal(1, await host.Grains.GetGrain<ICounterGrain>(key).Add(1));
        Assert.Equal(2, await known.Add(1));
        Assert.Equal(2, host.Control.CountActivations(known.GetGrainId()));
    }

    [Fact]
    public async Task A_call_runs_and_is_reported_as_timed_out()
    {
        await using var host = await GrainHostFixture.StartAsync(With(timeout: 1));
        var grain = host.New<ILifeGrain>(out var key);
        await Assert.ThrowsAsync<TimeoutException>(grain.Touch);
        Assert.Equal(["start", "touch"], Journal.Of(key));
    }

    [Fact]
    public async Task A_call_is_reported_as_timed_out_and_runs_later()
    {
        await using var host = await GrainHostFixture.StartAsync(With(late: 1));
        var grain = host.New<ILifeGrain>(out var key);
        await Assert.ThrowsAsync<TimeoutException>(grain.Touch);
        host.Control.RunLateCalls();
        while (Journal.Of(key).Length < 2)
            await Task.Yield();
        Assert.Equal(["start", "touch"], Journal.Of(key));
    }

    [Fact]
    public async Task Queued_calls_pass_each_other()
    {
        await using var host = await GrainHostFixture.StartAsync(With(reordering: 1));
        var grain = host.New<IStepsGrain>(out var key);
        var names = Enumerable.Range(0, 30).Select(i => key + i).ToArray();
        foreach (var name in names)
            Phase.Named(name).Open();
        var gate = grain.Alone(key);
        await Phase.Named(key).Reached;
        var calls = names.Select(name => grain.Alone(name)).ToArray();
        await grain.Always();
        Phase.Named(key).Open();
        await Task.WhenAll(calls.Append(gate));
        var order = Journal.Of(key).Where(line => line.StartsWith("begin ", StringComparison.Ordinal)).Select(line => line[6..]).Skip(1).ToArray();
        Assert.Equal(names.Order(), order.Order());
        Assert.NotEqual(names, order);
    }

    [Fact]
    public async Task Arguments_and_results_are_copied()
    {
        await using var host = await GrainHostFixture.StartAsync(Nothing);
        var grain = host.New<ICopyGrain>();
        var sent = new Basket { Items = { ["a"] = [1, 2, 3] }, Bytes = new byte[] { 1, 2, 3 } };
        sent.Self = sent;
        var back = await grain.Keep(sent);
        Assert.NotSame(sent, back);
        Assert.Same(back, back.Self);
        Assert.Equal([1, 2, 3], back.Items["a"]);
        Assert.Equal(sent.Bytes.ToArray(), back.Bytes.ToArray());
        Assert.Same(sent.Frozen, back.Frozen);
        sent.Items["a"].Add(4);
        back.Items["a"].Add(5);
        Assert.Equal([1, 2, 3], (await grain.Kept()).Items["a"]);
    }

    [Fact]
    public async Task What_cannot_be_serialised_is_refused_with_its_name()
    {
        await using var host = await GrainHostFixture.StartAsync(Nothing);
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => host.New<ICopyGrain>().Take(new Uncopyable()));
        Assert.Contains(nameof(Uncopyable), exception.Message, StringComparison.Ordinal);
        exception = await Assert.ThrowsAsync<InvalidOperationException>(() => host.New<ICopyGrain>().Give());
        Assert.Contains(nameof(Uncopyable), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_seed_decides_the_same()
    {
        Assert.Equal(await OutcomesAsync(7), await OutcomesAsync(7));
        Assert.NotEqual(await OutcomesAsync(7), await OutcomesAsync(8));

        static async Task<string> OutcomesAsync(int seed)
        {
            await using var host = await GrainHostFixture.StartAsync(new StrictMode(seed) { TimeoutAfterExecution = 0.3, LateExecution = 0, Reordering = 0 });
            var grain = host.Grains.GetGrain<ICounterGrain>("the same");
            var outcomes = "";
            for (var i = 0; i < 64; i++)
                outcomes += await grain.Add(1).AsTask().ContinueWith(t => t.IsFaulted ? '!' : '.', TaskScheduler.Default);
            return outcomes;
        }
    }

    [Fact]
    public async Task A_caller_that_retries_gets_through_whatever_happens()
    {
        await using var host = await GrainHostFixture.StartAsync(new StrictMode(42));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var i = 0; i < 200; i++)
            {
                var grain = host.Grains.GetGrain<ICounterGrain>("k" + (i % 5));
                while (true)
                {
                    try
                    {
                        await grain.AddSlowly(1);
                        break;
                    }
                    catch (TimeoutException)
                    {
                        // The outcome is unknown; here it does not matter.
                    }
                }
            }
        }));
        await host.Control.DeactivateAllAsync();
    }

    private static StrictMode With(double deactivation = 0, double second = 0, double timeout = 0, double late = 0, double reordering = 0) =>
        new(1) { Deactivation = deactivation, SecondActivation = second, TimeoutAfterExecution = timeout, LateExecution = late, Reordering = reordering };
}
