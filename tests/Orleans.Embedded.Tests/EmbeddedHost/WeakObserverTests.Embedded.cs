using System.Runtime.CompilerServices;
using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Hosting;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.EmbeddedHost;

/// <summary>Observers are weak references.</summary>
public sealed class WeakObserverTests
{
    [Fact]
    public async Task A_watcher_that_nobody_holds_goes_away()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<IWatchedGrain>();
        await grain.Watch(Unheld(host));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        await Assert.ThrowsAsync<ClientNotAvailableException>(() => grain.Tell(1));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IWatcher Unheld(GrainHostFixture host) => host.Grains.CreateObjectReference<IWatcher>(new Nobody());

    private sealed class Nobody : IWatcher
    {
        public Task Saw(int number) => Task.CompletedTask;
    }
}
