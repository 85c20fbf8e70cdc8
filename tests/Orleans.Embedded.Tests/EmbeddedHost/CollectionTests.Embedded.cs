using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Hosting;

namespace Orleans.Embedded.Tests.EmbeddedHost;

/// <summary>Idle activations end; used ones do not.</summary>
public sealed class CollectionTests
{
    private static readonly TimeSpan Quantum = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task An_activation_ends_after_its_age_and_not_before()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var (used, idle) = (host.New<ILifeGrain>(), host.New<ILifeGrain>(out var key));
        await idle.Touch();
        for (var minute = 0; minute < 15; minute++)
        {
            await used.Touch();
            await host.PassAsync(Quantum);
        }

        Assert.Equal(2, host.Activations);
        await used.Touch();
        await host.PassAsync(2 * Quantum);
        await EndedAsync(host, 1);
        Assert.Equal(["start", "touch", "stop ActivationIdle"], Journal.Of(key));
    }

    [Fact]
    public async Task Classes_have_ages_of_their_own_by_attribute_and_by_option()
    {
        await using var host = await GrainHostFixture.StartAsync(options => options.CollectionAges[typeof(CounterGrain)] = Timeout.InfiniteTimeSpan);
        await host.New<IShortLivedGrain>().Touch();
        await host.New<IAlwaysThereGrain>().Touch();
        await host.New<ICounterGrain>().Get();
        await host.New<ILifeGrain>().Touch();
        await host.PassAsync(4 * Quantum);
        await EndedAsync(host, 3);
        await host.PassAsync(100 * Quantum);
        await EndedAsync(host, 2);
    }

    [Fact]
    public async Task A_delay_keeps_it_and_zero_takes_the_delay_back()
    {
        await using var host = await GrainHostFixture.StartAsync(Quick);
        var (delayed, forever, released) = (host.New<IShortLivedGrain>(), host.New<IShortLivedGrain>(), host.New<IShortLivedGrain>());
        await delayed.Delay(TimeSpan.FromMinutes(30));
        await forever.Delay(Timeout.InfiniteTimeSpan);
        await released.Delay(Timeout.InfiniteTimeSpan);
        await released.Delay(TimeSpan.Zero);
        await host.PassAsync(20 * Quantum);
        await EndedAsync(host, 2);
        await host.PassAsync(20 * Quantum);
        await EndedAsync(host, 1);
    }

    [Fact]
    public async Task A_timer_keeps_its_activation_only_when_it_says_so()
    {
        await using var host = await GrainHostFixture.StartAsync(Quick);
        await host.New<ITickGrain>().Start(Quantum, Quantum, interleave: false, keepAlive: false, phase: null);
        var kept = host.New<ITickGrain>(out var key);
        await kept.Start(Quantum, Quantum, interleave: false, keepAlive: true, phase: null);
        for (var minute = 1; minute <= 20; minute++)
        {
            await host.PassAsync(Quantum);

            // Both ticks are over and set their timers anew: what happens next depends on no thread's speed.
            while (host.Time.Unset > 0)
                await Task.Yield();
            Assert.Equal(minute, Journal.Of(key).Length);
        }

        await EndedAsync(host, 1);
        Assert.Equal(20, await kept.Ticks());
    }

    [Fact]
    public async Task A_suspended_call_keeps_its_activation()
    {
        await using var host = await GrainHostFixture.StartAsync(options =>
        {
            Quick(options);
            options.ResponseTimeout = TimeSpan.FromDays(1);
        });
        var grain = host.New<IStepsGrain>(out var key);
        var call = grain.Alone(key);
        await Phase.Named(key).Reached;
        await host.PassAsync(20 * Quantum);
        Assert.Equal(1, host.Activations);
        Phase.Named(key).Open();
        await call;
    }

    [Fact]
    public async Task Collection_and_calls_at_the_same_moment_never_make_two_activations_nor_lose_a_call()
    {
        await using var host = await GrainHostFixture.StartAsync(options =>
        {
            options.CollectionAge = Quantum;
            options.ResponseTimeout = TimeSpan.FromDays(1);
        });
        host.New<ISoleGrain>(out var key);
        using var stop = new CancellationTokenSource();
        var collector = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                host.Control.CollectNow();
        });
        const int callers = 4, atLeast = 20_000, collections = 50;
        var calls = 0;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var own = host.Grains.GetGrain<ISoleGrain>(key);
            for (var i = 0; (i < atLeast || SoleGrain.Activations(key) < collections) && !patience.IsCancellationRequested; i++)
            {
                await own.Touch();
                Interlocked.Increment(ref calls);

                // Leaves the collector some room, or the grain is never idle.
                if (i % 16 == 0)
                    await Task.Yield();
            }
        })));
        await stop.CancelAsync();
        await collector;
        Assert.Equal(calls, SoleGrain.Touches(key));
        Assert.Equal(1, SoleGrain.MostAtOnce(key));
        Assert.True(SoleGrain.Activations(key) >= collections, "too little was collected");
    }

    private static void Quick(EmbeddedGrainOptions options) => options.CollectionAge = 5 * Quantum;

    private static async Task EndedAsync(GrainHostFixture host, int left)
    {
        // The ends themselves run on the pool.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (host.Activations > left && !patience.IsCancellationRequested)
            await Task.Yield();
        Assert.Equal(left, host.Activations);
    }
}
