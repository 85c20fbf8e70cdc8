using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Hosting;

namespace Orleans.Embedded.Tests.EmbeddedHost;

/// <summary>What only this host offers.</summary>
public sealed class ControlTests
{
    [Fact]
    public async Task A_forked_activation_lives_on_for_those_who_know_it()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var known = host.New<ICounterGrain>(out var key);
        await known.Add(5);
        Assert.True(host.Control.ForkActivation(known));
        var other = host.Grains.GetGrain<ICounterGrain>(key);
        Assert.Equal(1, await other.Add(1));
        Assert.Equal(6, await known.Add(1));
        Assert.NotEqual(await known.ActivationNumber(), await other.ActivationNumber());
        Assert.Equal(2, host.Control.CountActivations(known.GetGrainId()));
        await host.DeactivateAsync(known);
        Assert.Equal(0, host.Activations);
        Assert.Equal(1, await known.Add(1));
        Assert.Equal(2, await other.Add(1));
        Assert.False(host.Control.ForkActivation(host.New<ICounterGrain>()));
    }

    [Fact]
    public async Task All_activations_can_be_ended_and_are_counted_by_type()
    {
        await using var host = await GrainHostFixture.StartAsync();
        for (var i = 0; i < 10; i++)
            await host.New<ICounterGrain>().Add(1);
        await host.New<ILifeGrain>().Touch();
        var statistics = host.Services.GetRequiredService<EmbeddedGrainStatistics>();
        Assert.Equal(11, statistics.Activations);
        Assert.Equal(10, statistics.ActivationsByType[Orleans.Runtime.GrainType.Create("tests.counter")]);
        await host.Control.DeactivateAllAsync();
        Assert.Equal(0, statistics.Activations);
    }

    [Fact]
    public async Task A_call_that_is_done_at_once_makes_no_object()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<ICounterGrain>();
        await grain.Add(1);
        CallMany(grain);
        var before = GC.GetAllocatedBytesForCurrentThread();
        CallMany(grain);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void CallMany(ICounterGrain grain)
        {
            for (var i = 0; i < 10_000; i++)
                Assert.True(grain.Add(1, default).IsCompletedSuccessfully);
        }
    }

    [Fact]
    public async Task A_call_from_outside_runs_on_its_callers_thread_and_one_from_a_turn_does_not()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<IThreadGrain>();
        var here = Environment.CurrentManagedThreadId;
        var first = grain.Thread();
        Assert.True(first.IsCompletedSuccessfully);
        Assert.Equal(here, await first);
        var nested = grain.NestedIsInline(Guid.NewGuid().ToString("N"));
        Assert.False(await nested);
        Assert.NotSame(typeof(object), SynchronizationContext.Current?.GetType());
    }

    [Fact]
    public async Task Services_of_a_grain_live_as_long_as_it_does()
    {
        await using var host = await GrainHostFixture.StartAsync(services =>
        {
            services.AddSingleton<SharedService>();
            services.AddScoped<OwnService>();
            services.AddKeyedSingleton("named", new SharedService());
        });
        var (one, two) = (host.New<IServicesGrain>(), host.New<IServicesGrain>());
        await one.Check();
        await two.Check();
        Assert.Equal(2, OwnService.Made);
        Assert.Equal(0, OwnService.Gone);
        await host.DeactivateAsync(one);
        Assert.Equal(1, OwnService.Gone);
        Assert.Equal(1, ServicesGrain.Gone);
    }

    [Fact]
    public async Task Interfaces_without_a_class_and_wrong_keys_are_refused_with_a_sentence()
    {
        await using var host = await GrainHostFixture.StartAsync();
        Assert.Contains("No grain class implements", Assert.Throws<ArgumentException>(() => host.Grains.GetGrain<INobodysGrain>("a")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => host.Grains.GetGrain<ICounterGrain>(" "));
        Assert.Throws<InvalidCastException>(() => host.New<ICounterGrain>().AsReference<ILifeGrain>());
        Assert.Throws<InvalidOperationException>(() => new CounterGrain().GrainContext);
    }

    [Fact]
    public void Options_are_checked_at_the_start()
    {
        var services = new ServiceCollection();
        services.AddEmbeddedGrains(options => options.ResponseTimeout = TimeSpan.Zero);
        using var provider = services.BuildServiceProvider();
        Assert.Throws<ArgumentOutOfRangeException>(provider.GetRequiredService<IGrainFactory>);
    }
}
